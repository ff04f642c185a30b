"""What words that nothing holds were probably meant to be, judged by the names of what is public at the moment."""

import datetime as dt
import functools
from dataclasses import dataclass
from itertools import takewhile

from portal.search import grams
from portal.search.kinds import in_order
from portal.search.matching import rows_holding, together
from portal.search.readings import spelled
from portal.search.spelling import best_corrections, passages_read_as

#: Rows of one kind whose names are looked at for one word.
MOST_ROWS = 200
#: Other meanings that are offered.
MOST_OTHERS = 2


@dataclass(frozen=True)
class Meant:
    """The words as they were probably meant; `others`: other meanings of a query of one word."""

    words: list[str]
    others: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        return " ".join(self.words)


class Names:
    """What is public at a moment, asked by its names; the same question is asked of the database once."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.is_held = functools.cache(self._is_held)
        self.matching = functools.cache(self._matching)

    def _is_held(self, word: str) -> bool:
        """Whether anything public holds the word."""
        rows = [rows_holding(source, [word], self.at).order_by().values("pk")[:1] for source in in_order()]
        return bool(together(rows))

    def _matching(self, query: str) -> list[str]:
        """Names of what is public and matches a tsquery of grams."""
        if not query:
            return []
        rows = [(s, s.rows(self.at).filter(s.searched.matching(query)).order_by("pk")) for s in in_order()]
        titles = [
            some.values_list(title)[:MOST_ROWS] for source, some in rows for title in source.searched.titles
        ]
        others = [some.values_list(s.searched.names)[:MOST_ROWS] for s, some in rows if s.searched.names]
        aliases = [name for (names,) in together(others) for name in names]
        return [name for (name,) in together(titles)] + aliases


def by_sound(words: list[str], names: Names, *, unfinished: bool = False) -> Meant | None:
    """The words with those that nothing holds read aloud: 合酸, hesuan and he suan are 核酸.

    None where that does not help. `unfinished`: the last syllable may only be begun.
    """
    meant: list[list[str]] = []
    rest = list(words)
    while rest:
        number, found = _read_aloud(rest, names, unfinished=unfinished)
        if not found:
            return None
        meant.append(found)
        rest = rest[number:]
    return _changed(words, meant)


def by_spelling(words: list[str], names: Names) -> Meant | None:
    """The words with those that nothing holds corrected by a character or two. None where that does not help."""
    meant = [[word] if names.is_held(word) else _corrected(word, names) for word in words]
    return _changed(words, meant) if all(meant) else None


def _read_aloud(words: list[str], names: Names, *, unfinished: bool) -> tuple[int, list[str]]:
    """How many of the first words are one thing read aloud, and what they may be, the likeliest first."""
    latin = list(takewhile(lambda word: word.isascii() and word.isalpha(), words))
    for number in range(len(latin), 1, -1):
        if found := heard("".join(latin[:number]), names, unfinished=unfinished):
            return number, found
    first = words[0]
    if names.is_held(first):
        return 1, [first]
    if latin:
        return 1, heard(first, names, unfinished=unfinished)
    corrections = best_corrections(first, names.matching(_sounds(first)))
    return 1, [correction.text for correction in corrections if correction.is_by_sound]


def heard(letters: str, names: Names, *, unfinished: bool = False) -> list[str]:
    """Passages of names that are read so, those in most names first."""
    ways = spelled(letters, unfinished=unfinished)
    found = names.matching(grams.spelling(ways, unfinished=unfinished))
    return passages_read_as(ways, found, unfinished=unfinished)


def _corrected(word: str, names: Names) -> list[str]:
    query = grams.either([_sounds(word), grams.misspelled(word.lower())])
    return [correction.text for correction in best_corrections(word, names.matching(query))]


def _sounds(word: str) -> str:
    """Sounds of the runs of Chinese in the word."""
    return grams.every(grams.sounding_like(run) for run in grams.CHINESE.findall(word))


def _changed(words: list[str], meant: list[list[str]]) -> Meant | None:
    best = [likeliest for likeliest, *_others in meant]
    if best == words:
        return None
    return Meant(best, tuple(meant[0][1 : MOST_OTHERS + 1]) if len(meant) == 1 else ())
