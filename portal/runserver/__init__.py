"""`make run`: environment, database, server.

Page requests import nothing from here except the paths and the secret key that the settings read.
"""
