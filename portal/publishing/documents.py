"""Releases that retell a document, and so say where in it each statement stands."""

#: Releases that retell a document; in these every row says where in the document it stands.
DOCUMENTS = ("article", "press_conference")
