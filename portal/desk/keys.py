"""Numbers of rows, as addresses and hidden boxes hold them."""

#: The longest number that every column for one takes.
MOST_DIGITS = 18


def key_of(text: str) -> int | None:
    """The number of a row; None for a text that is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
