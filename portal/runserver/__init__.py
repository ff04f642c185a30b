"""What stands between `make run` and the first page: environment, database, server.

Nothing here is imported while a page is served, but for the places and the secret that the settings ask for.
"""
