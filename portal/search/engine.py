"""The search engine and its autocomplete.

A search tries an exact match first, then pinyin, character pairs and spelling, until something is found. A row must
contain all words of the query, in either language. Chinese is written without spaces, so a word is any run of
characters. Decision 0006 gives the reasons and costs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db.models import Case, Q, Value, When
from django.utils.functional import Promise

from portal.records.types import Hit, Source, in_order, sources
from portal.search.answers import best_answers
from portal.search.corrections import (
    MOST_OTHERS,
    CorrectedQuery,
    Names,
    as_said,
    by_sound,
    by_spelling,
    names_read_as,
    without_fillers,
)
from portal.search.matching import How, by_index, is_run, ranked, rows_named, rows_with, union_of, words_of
from portal.search.models import Synonym

#: Counting stops here; beyond it the page says “more than”.
MOST_COUNTED = 200
#: Suggestions in all, and of one kind.
MOST_SUGGESTED, MOST_OF_ONE_KIND = 8, 4
#: Parts of a query without hits that are offered to search for instead.
MOST_PARTS = 4
#: Characters from which names are suggested; shorter queries match too many.
LEAST = 2


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind: the first few, and their number, or MOST_COUNTED if there are more (`is_capped`)."""

    source: Source
    count: int
    is_capped: bool
    hits: list[Hit]
    more: bool


@dataclass(frozen=True)
class SearchResult:
    """The result of a search; `words` are to be highlighted.

    `corrected`: the corrected query, if the original had no hits. `loosely`: the hits only share most character pairs
    with the words. `others`: alternative suggestions. `answers`: the best hits of all kinds. Without any hit, `nearest`
    are those that share the most with the query, and `parts` the parts of it that occur somewhere.
    """

    words: list[str] = field(default_factory=list)
    groups: list[HitGroup] = field(default_factory=list)
    corrected: CorrectedQuery | None = None
    loosely: bool = False
    others: tuple[str, ...] = ()
    answers: list[Hit] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)
    parts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.answers


@dataclass(frozen=True)
class Suggestion:
    """A name, its kind, and its address in the portal."""

    title: str
    kind: str | Promise
    address: str


@dataclass(frozen=True)
class _Attempt:
    words: list[str]
    how: How = How.EXACTLY
    corrected: CorrectedQuery | None = None


@by_index()
def search(query: str, at: dt.datetime, *, kind: str = "", each: int = 5) -> SearchResult:
    """The public rows at that time that match the query: the first `each` of every kind, or of one kind."""
    words, names = words_of(query), Names(at)
    if kind or not words:
        return _groups(words, names, [sources[kind]] if kind else [], each) or SearchResult(words)
    found = _groups(words, names, in_order(), each) or SearchResult(words)
    corrected = best_answers(found.corrected.query, at) if found.corrected else []
    found = replace(found, answers=corrected or best_answers(query, at))
    if not found.is_empty:
        return found
    said = as_said(query, (word for one in Synonym.objects.all() for word in one.said))
    if said and (answers := best_answers(said.query, at)):
        return replace(found, words=said.words, corrected=said, answers=answers)
    return replace(found, nearest=best_answers(query, at, enough=0), parts=_parts(words, names))


def _parts(words: list[str], names: Names) -> tuple[str, ...]:
    """The words that occur somewhere by themselves, of a Chinese run its pairs of characters; at most MOST_PARTS."""
    parts = [run[i : i + 2] for run in filter(is_run, words) for i in range(len(run) - 1)]
    shorter = dict.fromkeys([*(words if len(words) > 1 else ()), *parts])
    return tuple(islice(filter(names.is_held, shorter), MOST_PARTS))


def _groups(words: list[str], names: Names, chosen: list[Source], each: int) -> SearchResult | None:
    """The hits by kind, from the first attempt that finds any."""
    for attempt in _attempts(words, names) if words else ():
        if counts := _counts(chosen, attempt, names.at):
            return _result(attempt, [source for source in chosen if counts[source.kind]], counts, names, each)
    return None


def _attempts(words: list[str], names: Names) -> Iterator[_Attempt]:
    """The searches to try in turn until something is found, most certain first."""
    yield _Attempt(words)
    if corrected := by_sound(words, names):
        yield _Attempt(corrected.words, corrected=corrected)
    has_runs = any(map(is_run, words))
    if has_runs:
        yield _Attempt(words, How.IN_PIECES)
    if corrected := by_spelling(words, names):
        yield _Attempt(corrected.words, corrected=corrected)
    if has_runs:
        yield _Attempt(words, How.MOSTLY)
    if corrected := without_fillers(words):
        yield _Attempt(corrected.words, corrected=corrected)


def _counts(chosen: list[Source], attempt: _Attempt, at: dt.datetime) -> Counter[str]:
    """The number of rows of each kind, counted up to MOST_COUNTED plus one."""
    rows = (
        rows_with(source, attempt.words, at, attempt.how)
        .order_by()
        .annotate(found_kind=Value(source.kind))
        .values_list("found_kind")[: MOST_COUNTED + 1]
        for source in chosen
    )
    return Counter(kind for (kind,) in union_of(list(rows)))


def _result(
    attempt: _Attempt, found: list[Source], counts: Counter[str], names: Names, each: int
) -> SearchResult:
    groups = []
    for source in found:
        best = ranked(source, attempt.words, names.at, attempt.how).values_list("pk", flat=True)[:each]
        hits = source.hits(source.in_order_of(list(best), names.at), names.at)
        count = counts[source.kind]
        capped = count > MOST_COUNTED
        groups.append(HitGroup(source, min(count, MOST_COUNTED), capped, hits, more=count > each))
    marked, others = attempt.words, ()
    if attempt.corrected:
        others = attempt.corrected.others
    elif attempt.how is How.EXACTLY:  # letters that matched literally may still be pinyin
        others = tuple(names_read_as("".join(attempt.words), names, initials=False)[:MOST_OTHERS])
    loosely = attempt.how is not How.EXACTLY
    if loosely:  # pairs of characters were enough for a match
        pairs = [run[i : i + 2] for run in filter(is_run, attempt.words) for i in range(len(run) - 1)]
        marked = [*marked, *dict.fromkeys(pairs)]
    return SearchResult(marked, groups, attempt.corrected, loosely, others)


@by_index()
def suggest(query: str, at: dt.datetime) -> list[Suggestion]:
    """Public names that match the query, whose last word may be incomplete."""
    words = words_of(query)
    if sum(map(len, words)) < LEAST:
        return []
    if found := _suggestions(words, at):
        return found
    names = Names(at)
    corrected = by_sound(words, names, unfinished=True) or by_spelling(words, names)
    return _suggestions(corrected.words, at) if corrected else []


def _suggestions(words: list[str], at: dt.datetime) -> list[Suggestion]:
    """The first matches of each kind, names that start with the words first."""
    query = " ".join(words)
    found: list[tuple[bool, Suggestion]] = []
    for source in in_order():
        if not source.suggested:
            continue
        begins = Q()
        for title in source.searched.titles:
            begins |= Q(**{f"{title}__istartswith": query})
        rows = rows_named(source, words, at)
        usual = rows.query.order_by or rows.model._meta.ordering
        rows = rows.annotate(begins_otherwise=Case(When(begins, then=Value(False)), default=Value(True)))
        rows = list(rows.order_by("begins_otherwise", *usual)[:MOST_OF_ONE_KIND])
        for row, hit in zip(rows, source.hits(rows, at), strict=True):
            found.append((row.begins_otherwise, Suggestion(hit.title, source.label, hit.address)))
    found.sort(key=lambda pair: pair[0])
    return [suggestion for _later, suggestion in found[:MOST_SUGGESTED]]
