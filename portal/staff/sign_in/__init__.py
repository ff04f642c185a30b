"""How officials sign in: password, second factor, and what is asked of them before they may work."""
