"""What addresses and hidden boxes may hold: numbers of rows, and texts that the database takes."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

#: The longest number that every column for one takes.
MOST_DIGITS = 18


def key_of(text: str) -> int | None:
    """The number of a row; None for a text that is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def refuse_nul(request: HttpRequest) -> None:
    """400 for a query with the one character that no text of the database can hold."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest
