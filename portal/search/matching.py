"""Matching rows of a source: the index finds candidates, and the texts themselves are compared."""

import datetime as dt
import functools
import operator
from collections.abc import Iterable
from enum import Enum

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from portal.records.search_index import Searched
from portal.records.types import Source, sources
from portal.search import ngrams

#: Only this many of the newest candidates are ranked.
MOST_RANKED = 500
#: The newest first. A sum, so that the database does not walk along the primary key instead of asking the index.
NEWEST = OrderBy(F("pk") + 0, descending=True)


class How(Enum):
    """How a run of Chinese is matched; other words are always matched exactly."""

    EXACTLY = "exactly"
    #: Most of its character pairs, covering every character.
    IN_PIECES = "in pieces"
    #: Most of its character pairs.
    MOSTLY = "mostly"


def is_run(word: str) -> bool:
    """Whether the word is all Chinese and long enough to be matched by character pairs."""
    return len(word) > 2 and ngrams.CHINESE.fullmatch(word) is not None  # noqa: PLR2004


def rows_holding(source: Source, words: Iterable[str], at: dt.datetime, how: How = How.EXACTLY) -> QuerySet:
    """Public rows at that time with every word in some column."""
    return source.rows(at).filter(*(_holding(source, word, how) for word in words))


def rows_named(source: Source, words: Iterable[str], at: dt.datetime) -> QuerySet:
    """Public rows at that time with every word in their names, among the newest candidates."""
    named = (_holds(source.searched, source.searched.named, word, How.EXACTLY) for word in words)
    return source.rows(at).filter(*named, pk__in=_newest(source, words, at, How.EXACTLY))


def in_order_of_merit(source: Source, words: list[str], at: dt.datetime, how: How) -> QuerySet:
    """`rows_holding`, with matches in names first; otherwise in the order of the kind."""
    searched = source.searched
    usual = source.rows(at).query.order_by or source.model._meta.ordering
    if source.through or not searched.named:
        return rows_holding(source, words, at, how).order_by(*usual)
    held = (_holds(searched, searched.columns, word, how) for word in words)
    rows = source.rows(at).filter(*held, pk__in=_newest(source, words, at, how))
    in_names = functools.reduce(operator.and_, (_in_one_of(searched.named, word) for word in words))
    first = Case(When(in_names, then=Value(0)), default=Value(1))
    return rows.annotate(not_in_names=first).order_by("not_in_names", *usual)


def _newest(source: Source, words: Iterable[str], at: dt.datetime, how: How) -> QuerySet:
    """The newest candidates public at that time."""
    may_hold = (_may_hold(source.searched, word, how) for word in words)
    return source.rows(at).filter(*may_hold).order_by(NEWEST).values("pk")[:MOST_RANKED]


def together(querysets: list[QuerySet]) -> QuerySet | tuple:
    """Rows of all the querysets in one query; they have the same columns."""
    if not querysets:
        return ()
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def _holding(source: Source, word: str, how: How) -> Q:
    """The condition for one word; related rows are looked up separately, so that each part can use its own index."""
    own = held_in(source.searched, source.searched.columns, word, how)
    if not source.through:
        return own
    every = source.model._base_manager.order_by()
    parts = [every.filter(_named_so(path, sources[kind], word, how)) for path, kind in source.through.items()]
    return Q(pk__in=every.filter(own).values("pk").union(*(part.values("pk") for part in parts)))


def _named_so(path: str, other: Source, word: str, how: How) -> Q:
    named = held_in(other.searched, other.searched.named, word, how)
    return Q(**{f"{path}__in": other.model._base_manager.filter(named)})


def held_in(searched: Searched, columns: Iterable[str], word: str, how: How = How.EXACTLY) -> Q:
    """The index condition and the text comparison."""
    return _may_hold(searched, word, how) & _holds(searched, columns, word, how)


def _may_hold(searched: Searched, word: str, how: How) -> Q:
    """The index condition."""
    if how is How.EXACTLY or not is_run(word):
        return searched.matching(ngrams.holding(word.lower()))
    return searched.matching(ngrams.most_pairs(word, whole=how is How.IN_PIECES))


def _holds(searched: Searched, columns: Iterable[str], word: str, how: How) -> Q:
    """The text comparison, if the index alone does not decide."""
    if how is not How.EXACTLY and is_run(word):
        return Q()
    said = ngrams.says_all(word) and set(columns) == set(searched.columns)
    return Q() if said else _in_one_of(columns, word)


def _in_one_of(columns: Iterable[str], word: str) -> Q:
    return functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in columns))
