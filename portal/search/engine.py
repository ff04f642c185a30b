"""The search engine: exact match first, then pinyin, character pairs and spelling, until something is found.

A row must contain all words of the query, in either language. Chinese is written without spaces, so a word is any run
of characters. Decision 0006 gives the reasons and costs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Value

from portal.records.types import Hit, Source, in_order, sources
from portal.search.corrections import (
    MOST_OTHERS,
    CorrectedQuery,
    Names,
    by_sound,
    by_spelling,
    names_read_as,
    without_fillers,
)
from portal.search.matching import How, in_order_of_merit, is_run, rows_holding, together
from portal.search.words import words_of

#: Counting stops here; beyond it the page says “more than”.
MOST_COUNTED = 200


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind: the first few, and their number, counted up to MOST_COUNTED."""

    source: Source
    count: int
    hits: list[Hit]
    more: bool

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def counted(self) -> int:
        """The number counted."""
        return MOST_COUNTED


@dataclass(frozen=True)
class SearchResult:
    """The result of a search; `words` are to be highlighted.

    `meant`: the corrected query, if the original had no hits. `loosely`: the hits only share most character pairs with
    the words. `others`: alternative suggestions.
    """

    words: list[str] = field(default_factory=list)
    groups: list[HitGroup] = field(default_factory=list)
    meant: CorrectedQuery | None = None
    loosely: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Attempt:
    words: list[str]
    how: How = How.EXACTLY
    meant: CorrectedQuery | None = None


def search(query: str, at: dt.datetime, *, kind: str = "", each: int = 5) -> SearchResult:
    """The public rows at that time that match the query: the first `each` of every kind, or of one kind."""
    words, names = words_of(query), Names(at)
    chosen = [sources[kind]] if kind else in_order()
    for attempt in _attempts(words, names) if words else ():
        if counts := _counts(chosen, attempt, at):
            groups = [
                _group(source, attempt, counts[source.kind], at, each)
                for source in chosen
                if counts[source.kind]
            ]
            return SearchResult(
                _marked(attempt),
                groups,
                attempt.meant,
                attempt.how is not How.EXACTLY,
                _read_otherwise(attempt, names),
            )
    return SearchResult(words)


def _attempts(words: list[str], names: Names) -> Iterator[_Attempt]:
    """The searches to try in turn until something is found, most certain first."""
    yield _Attempt(words)
    if meant := by_sound(words, names):
        yield _Attempt(meant.words, meant=meant)
    has_runs = any(map(is_run, words))
    if has_runs:
        yield _Attempt(words, How.IN_PIECES)
    if meant := by_spelling(words, names):
        yield _Attempt(meant.words, meant=meant)
    if has_runs:
        yield _Attempt(words, How.MOSTLY)
    if meant := without_fillers(words):
        yield _Attempt(meant.words, meant=meant)


def _counts(chosen: list[Source], attempt: _Attempt, at: dt.datetime) -> Counter[str]:
    """The number of rows of each kind, counted up to MOST_COUNTED plus one."""
    rows = (
        rows_holding(source, attempt.words, at, attempt.how)
        .order_by()
        .annotate(found_kind=Value(source.kind))
        .values_list("found_kind")[: MOST_COUNTED + 1]
        for source in chosen
    )
    return Counter(kind for (kind,) in together(list(rows)))


def _group(source: Source, attempt: _Attempt, count: int, at: dt.datetime, each: int) -> HitGroup:
    rows = in_order_of_merit(source, attempt.words, at, attempt.how)
    hits = source.hits(list(rows[:each]), at)
    return HitGroup(source, count, hits, more=count > each)


def _read_otherwise(attempt: _Attempt, names: Names) -> tuple[str, ...]:
    """Alternatives to a successful search: letters that matched literally may still be pinyin."""
    if attempt.meant:
        return attempt.meant.others
    letters = "".join(attempt.words)
    return tuple(names_read_as(letters, names)[:MOST_OTHERS]) if attempt.how is How.EXACTLY else ()


def _marked(attempt: _Attempt) -> list[str]:
    """The words, plus their character pairs if these were enough for a match."""
    pairs = [run[i : i + 2] for run in filter(is_run, attempt.words) for i in range(len(run) - 1)]
    return [*attempt.words, *dict.fromkeys(pairs)] if attempt.how is not How.EXACTLY else attempt.words
