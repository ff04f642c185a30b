"""Estimated text widths, without font metrics; generous, so that nothing is cut off."""

import re
import unicodedata

#: Widths in em, from the widest common fonts (DejaVu Sans, bold).
NARROW, USUAL, BROAD, FULL = 0.4, 0.68, 0.98, 1.0
_NARROW = frozenset(" .,:;'’|!()[]ijlI·")
_BROAD = frozenset("mwMWABCDEGHKNOQRUVXYZ%@≈—…")
#: Unbreakable pieces of a text: words with trailing punctuation, and single Chinese characters.
_PIECES = re.compile(r"[ -~À-ɏ’“”–]+?(?:[ \-/]+|(?=[^ -~À-ɏ’“”–])|$)|.", re.DOTALL)
#: Characters that may not start a line.
_NEVER_FIRST = frozenset("，。、；：）》」』！？,.;:)%")


def width(text: str, size: float) -> float:
    """Width of a line of text at that size."""
    return sum(_ems(character) for character in text) * size


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return FULL
    return NARROW if character in _NARROW else BROAD if character in _BROAD else USUAL


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than the room; a word that is too wide by itself is split."""
    lines: list[list[str]] = [[]]
    for piece in _pieces(text, size, room):
        line = lines[-1]
        if line and width("".join(line) + piece.rstrip(), size) > room:
            # punctuation that may not start a line takes the previous character along, if both fit
            along = piece[0] in _NEVER_FIRST and len(line) > 1
            along = along and width(line[-1] + piece.rstrip(), size) <= room
            lines.append([line.pop()] if along else [])
        lines[-1].append(piece)
    joined = ("".join(line).strip() for line in lines)
    return [line for line in joined if line] or [""]


def _pieces(text: str, size: float, room: float) -> list[str]:
    pieces = []
    for piece in _PIECES.findall(text):
        pieces += list(piece) if width(piece.rstrip(), size) > room else [piece]
    return pieces
