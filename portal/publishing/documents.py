"""Kinds of releases that reproduce a document, whose rows need locators."""

#: Kinds that reproduce a document; every row needs a locator in it.
DOCUMENTS = ("article", "press_conference")
