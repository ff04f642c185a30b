"""How much room a text takes, without a font at hand: widths on the generous side, so that nothing is cut off."""

import re
import unicodedata

#: Widths in ems of characters that are narrower or wider than the usual Latin letter.
NARROW, USUAL, BROAD, FULL = 0.33, 0.58, 0.78, 1.0
_NARROW = frozenset(" .,:;'’|!()[]ijlI·")
_BROAD = frozenset("mwMWABCDEGHKNOQRUVXYZ%@≈—…")
#: Pieces of a text between which a line may be broken: words with what follows them, and single Chinese characters.
_PIECES = re.compile(r"[ -~À-ɏ’“”–]+?(?:[ \-/]+|(?=[^ -~À-ɏ’“”–])|$)|.", re.DOTALL)
#: Characters that never begin a line.
_NEVER_FIRST = frozenset("，。、；：）》」』！？,.;:)%")


def width(text: str, size: float) -> float:
    """Width of a line of text set in that size."""
    return sum(_ems(character) for character in text) * size


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return FULL
    return NARROW if character in _NARROW else BROAD if character in _BROAD else USUAL


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than the room; a word that is wider by itself is cut."""
    lines = [""]
    for piece in _pieces(text, size, room):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size) > room and piece[0] not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()] or [""]


def _pieces(text: str, size: float, room: float) -> list[str]:
    pieces = []
    for piece in _PIECES.findall(text):
        pieces += list(piece) if width(piece.rstrip(), size) > room else [piece]
    return pieces
