"""Spelling suggestions for query words without hits, based on the names of what is public at the moment."""

import datetime as dt
import functools
import re
from dataclasses import dataclass
from itertools import takewhile

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from portal.records.types import Source, in_order
from portal.search import ngrams
from portal.search.matching import NEWEST, rows_holding, together
from portal.search.pinyin import spelled
from portal.search.spelling import best_corrections, passages_read_as

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
        rows = [rows_holding(source, [word], self.at).order_by().values("pk")[:1] for source in in_order()]
        return bool(together(rows))

    def _matching(self, query: str) -> list[str]:
        """Names of public rows that match a tsquery of n-grams."""
        if not query:
            return []
        rows = together(
            [_names_of(source, self.at, query) for source in in_order() if source.searched.titles]
        )
        return [name for zh, en, others in rows for name in (zh, en, *others)]


def _names_of(source: Source, at: dt.datetime, query: str) -> QuerySet:
    """Chinese name, English name and aliases of the newest matching rows."""
    searched, texts = source.searched, ArrayField(TextField())
    others = Cast(searched.names, texts) if searched.names else Value([], texts)
    matching = source.rows(at).filter(searched.matching(query)).order_by(NEWEST)
    return matching.annotate(other_names=others).values_list(*searched.titles, "other_names")[:MOST_ROWS]


def by_sound(words: list[str], names: Names, *, unfinished: bool = False) -> CorrectedQuery | None:
    """The words, with those without hits read as pinyin: 合酸, hesuan and he suan become 核酸.

    None if that does not help. `unfinished`: the last syllable may be incomplete.
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


def by_spelling(words: list[str], names: Names) -> CorrectedQuery | None:
    """The words, with those without hits corrected by a character or two. None if that does not help."""
    meant = [[word] if names.is_held(word) else _corrected(word, names) for word in words]
    return _changed(words, [found[:1] for found in meant]) if all(meant) else None


def without_fillers(words: list[str]) -> CorrectedQuery | None:
    """The words without fillers. None if there are no fillers, or nothing else."""
    left = [part for word in words for part in FILLERS.split(word) if part]
    return CorrectedQuery(left) if left and left != words else None


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


def names_read_as(letters: str, names: Names, *, unfinished: bool = False) -> list[str]:
    """Passages of names with this pinyin, most frequent first."""
    ways = spelled(letters, unfinished=unfinished)
    found = names.matching(ngrams.spelling(ways, unfinished=unfinished))
    return passages_read_as(ways, found, unfinished=unfinished)


def _corrected(word: str, names: Names) -> list[str]:
    query = ngrams.either([_sounds(word), ngrams.misspelled(word.lower())])
    return [correction.text for correction in best_corrections(word, names.matching(query))]


def _sounds(word: str) -> str:
    """Pinyin of the Chinese runs in the word."""
    return ngrams.every(ngrams.sounding_like(run) for run in ngrams.CHINESE.findall(word))


def _changed(words: list[str], meant: list[list[str]]) -> CorrectedQuery | None:
    best = [likeliest for likeliest, *_others in meant]
    if best == words:
        return None
    return CorrectedQuery(best, tuple(meant[0][1 : MOST_OTHERS + 1]) if len(meant) == 1 else ())
