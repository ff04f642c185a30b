"""Spelling correction against candidate titles: characters wrong, missing, extra, swapped or homophones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.search.pinyin import readings, sound_alike

#: Costs of edits. Homophones are cheap: they are the typical slip of input methods.
ALIKE, WRONG, MISSING, TOO_MANY, EXCHANGED = 0.25, 1.0, 1.1, 1.2, 1.0
LATIN_WORD = re.compile(r"[^\W\d_]+", re.ASCII)


@dataclass(frozen=True, order=True)
class Correction:
    """A corrected word, ordered by edit cost, then by frequency in titles."""

    cost: float
    seldom: int
    text: str
    is_by_sound: bool = False


def most_allowed(word: str) -> float:
    """The highest edit cost allowed; low for short words, which are a slip away from many others."""
    if word.isascii():
        return 0 if len(word) < 4 else WRONG * (1 if len(word) < 8 else 2) + 0.2  # noqa: PLR2004
    return 2 * ALIKE if len(word) < 3 else WRONG * (1 if len(word) < 6 else 2) + 0.2  # noqa: PLR2004


def best_corrections(word: str, titles: Iterable[str]) -> list[Correction]:
    """The closest passages of the titles, best first."""
    word, costs, seen = word.lower(), {}, Counter()
    for title in titles:
        for cost, text in set(_nearest(word, title)):
            if 0 < cost <= most_allowed(word):
                costs[text] = min(cost, costs.get(text, cost))
                seen[text] += 1
    found = (Correction(cost, -seen[text], text, _heard_as(word, text)) for text, cost in costs.items())
    return sorted(found)


def _heard_as(word: str, text: str) -> bool:
    return len(word) == len(text) and all(map(sound_alike, word, text))


def _nearest(word: str, title: str) -> Iterator[tuple[float, str]]:
    if word.isascii():
        for other in LATIN_WORD.findall(title.lower()):
            if abs(len(other) - len(word)) <= 2:  # noqa: PLR2004
                yield nearest_passage(word, other, whole=True)[0], other
    else:
        cost, start, end = nearest_passage(word, title.lower())
        yield cost, title[start:end]


def nearest_passage(word: str, text: str, *, whole: bool = False) -> tuple[float, int, int]:
    """The edit cost, start and end of the passage of the text closest to the word.

    Sellers' algorithm: each cell has the cheapest alignment of a prefix of the word ending at that position of the
    text, and where it starts. `whole` compares with the entire text.
    """
    above = [(i * MISSING if whole else 0.0, 0 if whole else i) for i in range(len(text) + 1)]
    before = above
    for row, wanted in enumerate(word, 1):
        current = [(row * TOO_MANY, 0)]
        for column, found in enumerate(text, 1):
            changed = 0.0 if wanted == found else ALIKE if sound_alike(wanted, found) else WRONG
            best = _add(above[column - 1], changed)
            best = min(best, _add(above[column], TOO_MANY), _add(current[column - 1], MISSING))
            if row > 1 < column and wanted == text[column - 2] != found == word[row - 2]:
                best = min(best, _add(before[column - 2], EXCHANGED))
            current.append(best)
        before, above = above, current
    end = len(text) if whole else min(range(len(above)), key=lambda place: above[place][0])
    return (*above[end], end)


def _add(way: tuple[float, int], cost: float) -> tuple[float, int]:
    return way[0] + cost, way[1]


def passages_read_as(
    ways: Iterable[list[str]], titles: Iterable[str], *, unfinished: bool = False
) -> list[str]:
    """The passages of the titles with one of these pinyin readings, most frequent first."""
    ways, seen = list(ways), Counter()
    for title in titles:
        seen.update({passage for way in ways for passage in _read_as(way, title, unfinished=unfinished)})
    return sorted(seen, key=lambda passage: (-seen[passage], passage))


def _read_as(way: list[str], title: str, *, unfinished: bool) -> Iterator[str]:
    heard = [readings(character) for character in title]
    for start in range(len(title) - len(way) + 1):
        here = heard[start : start + len(way)]
        whole = all(syllable in one for syllable, one in zip(way[:-1], here, strict=False))
        last = any(one == way[-1] or (unfinished and one.startswith(way[-1])) for one in here[-1])
        if whole and last:
            yield title[start : start + len(way)]
