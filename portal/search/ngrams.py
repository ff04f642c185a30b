"""N-gram queries: tsqueries over the n-grams in a row's index.

A gram has two characters if the first is Chinese, otherwise three; titles also have the pinyin of their pairs, such as
`~he suan`, and its initials, `~hs`. A query only needs to find all candidates: the caller compares exactly afterwards,
except for `most_pairs`, which is complete by itself. An empty query means that n-grams cannot decide.
"""

import math
import re
from collections.abc import Iterable
from itertools import combinations, pairwise

from portal.search.pinyin import readings

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
FIRST_CHINESE = 0x2E80
#: Share of a Chinese run's character pairs that a close match needs.
ENOUGH = 0.6
#: Longer runs are split into parts of at most this many characters, each of which must match.
LONGEST_PART = 10
#: Shorter words in Latin letters are compared by pairs: one wrong letter leaves no three in a row.
SHORT = 6


def holding(word: str) -> str:
    """Candidate rows for the word."""
    return every(grams_of(word)) or f"{lexeme(word)}:*"


def says_all(word: str) -> bool:
    """Whether every candidate contains the word: it is a single gram, or a gram's prefix (and not a pinyin's)."""
    return len(word) <= size_at(word, 0) and not word.startswith("~")


def grams_of(word: str) -> list[str]:
    """The complete grams of a word, as indexed."""
    grams = (word[i : i + size_at(word, i)] for i in range(len(word)))
    whole = (gram for i, gram in enumerate(grams) if len(gram) == size_at(word, i))
    return [lexeme(gram) for gram in dict.fromkeys(whole)]


def size_at(word: str, position: int) -> int:
    """The length of the gram at that position."""
    return 2 if ord(word[position]) >= FIRST_CHINESE else 3


def sounding_like(run: str) -> str:
    """Rows with a title that may be pronounced like this Chinese run."""
    pairs = pairwise(run)
    return every(either(sound(a, b) for a in readings(one) for b in readings(two)) for one, two in pairs)


def spelling(ways: Iterable[list[str]], *, unfinished: bool = False) -> str:
    """Rows with a title pronounced in one of these ways; the last syllable may be incomplete."""
    queries = []
    for way in ways:
        pairs = [sound(one, two) for one, two in pairwise(way)]
        if unfinished:
            pairs[-1] += ":*"
        queries.append(every(pairs))
    return either(queries)


def initials(letters: str) -> str:
    """Rows with a title whose characters in a row begin with these letters when spoken."""
    return every(lexeme(f"~{one}{two}") for one, two in pairwise(letters))


def sound(first: str, second: str) -> str:
    return lexeme(f"~{first} {second}")


def misspelled(word: str) -> str:
    """Rows that match the word except for one character wrong, missing, extra or swapped."""
    grams = [lexeme(word[i : i + size_at(word, i)]) for i in range(len(word))]
    reach = size_at(word, 0)
    if reach == 3 and len(word) < SHORT:  # noqa: PLR2004 - Latin letters
        grams, reach = [f"{lexeme(word[i : i + 2])}:*" for i in range(len(word))], 2
    whole = range(len(word) - reach + 1)
    touched = ({i for i in whole if wrong - reach < i <= wrong + 1} for wrong in range(len(word)))
    return _without([grams[i] for i in whole], touched)


def most_pairs(run: str, *, whole: bool) -> str:
    """Rows with most character pairs of a Chinese run; `whole`: covering each of its characters.

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
    """All grams minus one of these losses; losses that contain another add nothing."""
    ways = [some for some in lost if len(some) < len(grams)]
    widest = [some for some in ways if not any(some < other for other in ways)]
    return either(every(gram for i, gram in enumerate(grams) if i not in some) for some in widest)


def lexeme(gram: str) -> str:
    """The gram, quoted for a tsquery."""
    quoted = gram.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def every(queries: Iterable[str]) -> str:
    return _joined(queries, " & ")


def either(queries: Iterable[str]) -> str:
    return _joined(queries, " | ")


def _joined(queries: Iterable[str], sign: str) -> str:
    parts = list(dict.fromkeys(query for query in queries if query))
    return f"({sign.join(parts)})" if len(parts) > 1 else "".join(parts)
