"""Toneless pinyin of Chinese characters, for words typed by sound and for confused characters."""

import functools
import re
import unicodedata

from pypinyin import pinyin_dict

#: Further readings are rare dictionary entries.
MOST_READINGS = 2
#: At most this many readings of a text in Latin letters are tried.
MOST_WAYS = 8
VOWELS = frozenset("aeiouv")
INITIAL = re.compile(r"[zcs]h|[^aeiouv]?")
#: Initials that speakers of a dialect confuse.
ALIKE = (
    {"p": "b", "t": "d", "k": "g", "q": "j", "r": "l", "n": "l", "h": "f"}
    | dict.fromkeys(("ch", "c", "zh"), "z")
    | {"sh": "s"}
)


@functools.cache
def readings(character: str) -> tuple[str, ...]:
    """The common readings of a character, ü as v; none for other characters. 重: zhong, chong."""
    known = pinyin_dict.pinyin_dict.get(ord(character), "")
    return tuple(dict.fromkeys(_toneless(one) for one in known.split(",")[:MOST_READINGS] if one))


@functools.lru_cache(maxsize=100_000)
def sound_alike(first: str, second: str) -> bool:
    """Whether two characters share a reading; 檢 and 检 do, so traditional characters work too."""
    return first == second or not set(readings(first)).isdisjoint(readings(second))


@functools.lru_cache(maxsize=10_000)
def nearly_alike(first: str, second: str) -> bool:
    """Whether two characters share a reading but for what speakers confuse: 编 and 骗, 林 and 凌."""
    return sound_alike(first, second) or not {_blurred(one) for one in readings(first)}.isdisjoint(
        _blurred(one) for one in readings(second)
    )


def _blurred(reading: str) -> str:
    """The reading without aspiration, retroflexion and the last g; n, l and r are one, f and h are."""
    begins = INITIAL.match(reading).group()
    return ALIKE.get(begins, begins) + reading.removeprefix(begins).removesuffix("g")


def common_characters() -> list[str]:
    """The 6,763 characters of GB 2312, the usual set for names and titles."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [one for one in (cell.decode("gb2312", "ignore") for cell in cells) if one]


@functools.cache
def syllables() -> frozenset[str]:
    """Every syllable of standard Chinese, as typed."""
    spoken = (reading for character in common_characters() for reading in readings(character))
    return frozenset(reading for reading in spoken if not VOWELS.isdisjoint(reading))


@functools.cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:length] for one in syllables() for length in range(1, len(one) + 1))


def spelled(letters: str, *, unfinished: bool = False) -> list[list[str]]:
    """The ways to split letters into two or more syllables, fewest first: xiaoqu → xiao qu.

    With `unfinished` the last syllable may be incomplete: hesu → he su(an).
    """
    if not (letters.isascii() and letters.isalpha()):
        return []
    ways: list[list[str]] = []
    _spell(letters.lower(), [], ways, _beginnings() if unfinished else syllables())
    return sorted((way for way in ways if len(way) > 1), key=len)[:MOST_WAYS]


def _spell(rest: str, before: list[str], ways: list[list[str]], last: frozenset[str]) -> None:
    if len(ways) > MOST_WAYS * MOST_WAYS:
        return
    if rest in last:
        ways.append([*before, rest])
    for length in range(min(len(rest) - 1, 6), 0, -1):
        if rest[:length] in syllables():
            _spell(rest[length:], [*before, rest[:length]], ways, last)


def _toneless(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in parts if "a" <= letter <= "z")
