"""Search by grams: what a word must have in common with a row, as a tsquery over the grams of the row's index.

A gram is a pair of neighbouring characters where the first is Chinese, three where it is not; titles also have the
sounds of their pairs, such as `~he suan`. A query only has to find all that may match: whoever asks compares exactly
afterwards, except in `most_pairs`, which says all there is to say. An empty query means that grams cannot tell.
"""

import math
import re
from collections.abc import Iterable
from itertools import combinations, pairwise

from portal.search.pinyin import readings

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
FIRST_CHINESE = 0x2E80
#: Share of the pairs of a run of Chinese that a row must hold to come near it.
ENOUGH = 0.6
#: A longer run is cut into parts of at most this many characters, each of which must come near.
LONGEST_PART = 10
#: Shorter words in Latin letters are compared by pairs: one wrong letter leaves no three in a row.
SHORT = 6


def holding(word: str) -> str:
    """Rows that may hold the word."""
    return every(grams_of(word)) or f"{lexeme(word)}:*"


def says_all(word: str) -> bool:
    """Whether the rows that may hold the word do hold it: it is one gram, or the beginning of one (and of no sound)."""
    return len(word) <= size_at(word, 0) and not word.startswith("~")


def grams_of(word: str) -> list[str]:
    """The whole grams of a word, as they stand in the index."""
    grams = (word[i : i + size_at(word, i)] for i in range(len(word)))
    whole = (gram for i, gram in enumerate(grams) if len(gram) == size_at(word, i))
    return [lexeme(gram) for gram in dict.fromkeys(whole)]


def size_at(word: str, position: int) -> int:
    """How many characters the gram at that place has."""
    return 2 if ord(word[position]) >= FIRST_CHINESE else 3


def sounding_like(run: str) -> str:
    """Rows with a title that may be read like this run of Chinese."""
    pairs = pairwise(run)
    return every(either(sound(a, b) for a in readings(one) for b in readings(two)) for one, two in pairs)


def spelling(ways: Iterable[list[str]], *, unfinished: bool = False) -> str:
    """Rows with a title that may be read in one of these ways; the last syllable may be only begun."""
    return either(every(_sounds(way, "*" if unfinished else "")) for way in ways)


def _sounds(way: list[str], mark: str) -> list[str]:
    pairs = [sound(one, two) for one, two in pairwise(way)]
    return [*pairs[:-1], f"{pairs[-1]}:{mark}" if mark else pairs[-1]]


def sound(first: str, second: str) -> str:
    return lexeme(f"~{first} {second}")


def misspelled(word: str) -> str:
    """Rows that may hold the word but for one character wrong, missing, too many or exchanged with its neighbour."""
    grams = [lexeme(word[i : i + size_at(word, i)]) for i in range(len(word))]
    reach = size_at(word, 0)
    if reach == 3 and len(word) < SHORT:  # noqa: PLR2004 - Latin letters
        grams, reach = [f"{lexeme(word[i : i + 2])}:*" for i in range(len(word))], 2
    whole = range(len(word) - reach + 1)
    touched = ({i for i in whole if wrong - reach < i <= wrong + 1} for wrong in range(len(word)))
    return _without([grams[i] for i in whole], touched)


def most_pairs(run: str, *, whole: bool) -> str:
    """Rows that hold most pairs of characters of a run of Chinese; `whole`: each of its characters in one of them.

    So “改造小区” finds “小区改造”: only the pair “造小” is missing.
    """
    number = math.ceil(len(run) / LONGEST_PART)
    size = math.ceil(len(run) / number)
    return every(_most_pairs(run[start : start + size], whole=whole) for start in range(0, len(run), size))


def _most_pairs(run: str, *, whole: bool) -> str:
    pairs = [lexeme(run[i : i + 2]) for i in range(len(run) - 1)]
    most = len(pairs) - math.ceil(len(pairs) * ENOUGH)
    allowed = range(1, len(pairs) - 1) if whole else range(len(pairs))
    lost = (set(some) for number in range(most + 1) for some in combinations(allowed, number))
    if whole:
        lost = (some for some in lost if not any(i + 1 in some for i in some))
    return _without(pairs, lost)


def _without(grams: list[str], lost: Iterable[set[int]]) -> str:
    """All grams but those lost in one of these ways; a way that loses less than another adds nothing."""
    ways = [some for some in lost if len(some) < len(grams)]
    widest = [some for some in ways if not any(some < other for other in ways)]
    return either(every(gram for i, gram in enumerate(grams) if i not in some) for some in widest)


def lexeme(gram: str) -> str:
    """The gram as a tsquery names it."""
    quoted = gram.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def every(queries: Iterable[str]) -> str:
    return _joined(queries, " & ")


def either(queries: Iterable[str]) -> str:
    return _joined(queries, " | ")


def _joined(queries: Iterable[str], sign: str) -> str:
    parts = list(dict.fromkeys(query for query in queries if query))
    return f"({sign.join(parts)})" if len(parts) > 1 else "".join(parts)
