"""Spelling suggestions for query words without hits, based on the names of what is public at the moment.

Characters may be wrong, missing, extra, swapped or homophones, and words may be typed in pinyin.
"""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from portal.records.search_index import normalized
from portal.records.types import in_order
from portal.search import ngrams
from portal.search.matching import NEWEST, candidates, rows_with, union_of
from portal.search.pinyin import nearly_alike, readings, sound_alike, spelled

#: Rows of one kind whose names are read for one word.
MOST_ROWS = 200
#: Alternative suggestions shown.
MOST_OTHERS = 2
#: Filler words of questions and sentences, which never occur in names.
FILLERS = re.compile(
    r"请问|有没有|怎么样|怎么|怎样|如何|多少|哪些|哪里|什么|情况|进展|的|了|吗|呢"
    r"|^(?:a|an|and|are|for|how|in|is|many|much|of|on|the|to|was|were|what|when|where|which|who)$",
    re.IGNORECASE,
)
#: Costs of edits. Homophones are cheap: they are the typical slip of input methods.
ALIKE, WRONG, MISSING, TOO_MANY, EXCHANGED = 0.25, 1.0, 1.1, 1.2, 1.0
#: Fewer initials begin too many names.
INITIALS = range(3, 13)
LATIN_WORD = re.compile(r"[^\W\d_]+", re.ASCII)


@dataclass(frozen=True)
class CorrectedQuery:
    """The corrected words; `others`: alternatives for a query of one word."""

    words: list[str]
    others: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        return " ".join(self.words)


class Names:
    """The names of what is public at a moment; each query is cached."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.is_held = functools.cache(self._is_held)
        self.matching = functools.cache(self._matching)

    def _is_held(self, word: str) -> bool:
        """Whether anything public contains the word."""
        rows = [rows_with(source, [word], self.at).order_by().values("pk")[:1] for source in in_order()]
        return bool(union_of(rows))

    def _matching(self, query: str) -> list[str]:
        """Names and aliases of the newest public rows that match a tsquery of n-grams."""
        if not query:
            return []
        found = []
        for source in in_order():
            searched = source.searched
            if searched.titles:
                rows = source.rows(self.at).filter(candidates(source.model, query)).order_by(NEWEST)
                rows = rows.annotate(other_names=searched.other_names)
                found.append(rows.values_list(*searched.titles, "other_names")[:MOST_ROWS])
        return [name for zh, en, others in union_of(found) for name in (zh, en, *others)]


def by_sound(words: list[str], names: Names, *, unfinished: bool = False) -> CorrectedQuery | None:
    """The words, with those without hits read as pinyin: 合酸, hesuan and he suan become 核酸.

    None if that does not help. `unfinished`: the last syllable may be incomplete.
    """
    readings_found: list[list[str]] = []
    rest = list(words)
    while rest:
        number, found = _read_aloud(rest, names, unfinished=unfinished)
        if not found:
            return None
        readings_found.append(found)
        rest = rest[number:]
    return _changed(words, readings_found)


def by_spelling(words: list[str], names: Names) -> CorrectedQuery | None:
    """The words, with those without hits corrected by a character or two. None if that does not help."""
    best = []
    for word in words:
        if names.is_held(word):
            best.append([word])
            continue
        query = ngrams.either([_sounds(word), ngrams.misspelled(word.lower())])
        corrections = best_corrections(word, names.matching(query))
        if not corrections:
            return None
        best.append([corrections[0].text])
    return _changed(words, best)


def without_fillers(words: list[str]) -> CorrectedQuery | None:
    """The words without fillers. None if there are no fillers, or nothing else."""
    left = [part for word in words for part in FILLERS.split(word) if part]
    return CorrectedQuery(left) if left and left != words else None


def is_chinese(word: str) -> bool:
    """Whether it is all Chinese, and more than a character."""
    return len(word) > 1 and ngrams.CHINESE.fullmatch(word) is not None


def as_said(query: str, said: Iterable[str]) -> CorrectedQuery | None:
    """The query with one of the words of residents in place of one that nearly sounds like it: 被编了 becomes 被骗了.

    One character of the word may differ. None if there is no such word.
    """
    for word in sorted(filter(is_chinese, said), key=len, reverse=True):
        for start in range(len(query) - len(word) + 1):
            heard = query[start : start + len(word)]
            wrong = [pair for pair in zip(heard, word, strict=True) if pair[0] != pair[1]]
            if len(wrong) == 1 and nearly_alike(*wrong[0]):
                return CorrectedQuery([query.replace(heard, word)])
    return None


def _read_aloud(words: list[str], names: Names, *, unfinished: bool) -> tuple[int, list[str]]:
    """How many leading words form one pinyin reading, and its likely spellings, best first.

    A single word with hits is left alone, except while it is being typed.
    """
    latin = list(takewhile(lambda word: word.isascii() and word.isalpha(), words))
    for number in range(len(latin), 0 if unfinished else 1, -1):
        if found := names_read_as("".join(latin[:number]), names, unfinished=unfinished):
            return number, found
    first = words[0]
    if names.is_held(first):
        return 1, [first]
    if latin:
        return 1, names_read_as(first, names)
    corrections = best_corrections(first, names.matching(_sounds(first)))
    return 1, [correction.text for correction in corrections if correction.is_by_sound]


def names_read_as(
    letters: str, names: Names, *, unfinished: bool = False, initials: bool = True
) -> list[str]:
    """Passages of names with this pinyin or, if there are none and `initials`, with these initials of it.

    Most frequent first: hesuanjiance and hsjc both read 核酸检测.
    """
    ways = spelled(letters, unfinished=unfinished)
    found = names.matching(ngrams.spelling(ways, unfinished=unfinished))
    passages = passages_read_as(ways, found, unfinished=unfinished)
    if passages or not (initials and len(letters) in INITIALS):
        return passages
    letters = letters.lower()
    return passages_beginning(letters, names.matching(ngrams.initials(letters)))


def _sounds(word: str) -> str:
    """Pinyin of the Chinese runs in the word."""
    return ngrams.every(ngrams.sounding_like(run) for run in ngrams.CHINESE.findall(word))


def _changed(words: list[str], found: list[list[str]]) -> CorrectedQuery | None:
    best = [likeliest for likeliest, *_others in found]
    if best == words:
        return None
    return CorrectedQuery(best, tuple(found[0][1 : MOST_OTHERS + 1]) if len(found) == 1 else ())


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
    return sorted(
        Correction(cost, -seen[text], text, len(word) == len(text) and all(map(sound_alike, word, text)))
        for text, cost in costs.items()
    )


def _nearest(word: str, title: str) -> Iterator[tuple[float, str]]:
    title = normalized(title).lower()
    if word.isascii():
        for other in LATIN_WORD.findall(title):
            if abs(len(other) - len(word)) <= 2:  # noqa: PLR2004
                yield nearest_passage(word, other, whole=True)[0], other
    else:
        cost, start, end = nearest_passage(word, title)
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
            ways = [
                (above[column - 1], changed),
                (above[column], TOO_MANY),
                (current[column - 1], MISSING),
            ]
            if row > 1 < column and wanted == text[column - 2] != found == word[row - 2]:
                ways.append((before[column - 2], EXCHANGED))
            current.append(min((so_far + cost, start) for (so_far, start), cost in ways))
        before, above = above, current
    end = len(text) if whole else min(range(len(above)), key=lambda place: above[place][0])
    return (*above[end], end)


def passages_read_as(
    ways: Iterable[list[str]], titles: Iterable[str], *, unfinished: bool = False
) -> list[str]:
    """The passages of the titles with one of these pinyin readings, most frequent first."""
    ways, seen = list(ways), Counter()
    for title in titles:
        seen.update({passage for way in ways for passage in _read_as(way, title, unfinished=unfinished)})
    return sorted(seen, key=lambda passage: (-seen[passage], passage))


def passages_beginning(letters: str, titles: Iterable[str]) -> list[str]:
    """The passages of the titles whose characters begin with these letters when spoken, most frequent first."""
    seen = Counter()
    for title in titles:
        heard = [{reading[0] for reading in readings(character)} for character in title]
        for start in range(len(title) - len(letters) + 1):
            if all(letter in heard[start + place] for place, letter in enumerate(letters)):
                seen[title[start : start + len(letters)]] += 1
    return sorted(seen, key=lambda passage: (-seen[passage], passage))


def _read_as(way: list[str], title: str, *, unfinished: bool) -> Iterator[str]:
    heard = [readings(character) for character in title]
    for start in range(len(title) - len(way) + 1):
        here = heard[start : start + len(way)]
        whole = all(syllable in one for syllable, one in zip(way[:-1], here, strict=False))
        last = any(one == way[-1] or (unfinished and one.startswith(way[-1])) for one in here[-1])
        if whole and last:
            yield title[start : start + len(way)]
