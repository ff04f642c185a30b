"""Sign-in of officials: passwords, second factors, sessions, lockout."""
