"""Which rows of a source hold words: the index finds those that may, and the texts themselves are compared."""

import datetime as dt
import functools
import operator
from collections.abc import Iterable
from enum import Enum

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from portal.records.search_index import Searched
from portal.records.search_sources import Source, sources
from portal.search import ngrams

#: Of more rows than these, which may hold the words, only the newest are put in order.
MOST_RANKED = 500
#: The newest first. A sum, so that the database does not walk along the primary key instead of asking the index.
NEWEST = OrderBy(F("pk") + 0, descending=True)


class How(Enum):
    """How a run of Chinese must be held; any other word is always meant exactly."""

    EXACTLY = "exactly"
    #: Most of its pairs of characters, each character in one of them.
    IN_PIECES = "in pieces"
    #: Most of its pairs of characters.
    MOSTLY = "mostly"


def is_run(word: str) -> bool:
    """Whether the word is Chinese throughout and long enough to be found by its pairs."""
    return len(word) > 2 and ngrams.CHINESE.fullmatch(word) is not None  # noqa: PLR2004


def rows_holding(source: Source, words: Iterable[str], at: dt.datetime, how: How = How.EXACTLY) -> QuerySet:
    """What was public then and holds every word, in one column or another."""
    return source.rows(at).filter(*(_holding(source, word, how) for word in words))


def rows_named(source: Source, words: Iterable[str], at: dt.datetime) -> QuerySet:
    """What was public then and holds every word in its names, as far as the newest that may hold them go."""
    named = (_holds(source.searched, source.searched.named, word, How.EXACTLY) for word in words)
    return source.rows(at).filter(*named, pk__in=_newest(source, words, at, How.EXACTLY))


def in_order_of_merit(source: Source, words: list[str], at: dt.datetime, how: How) -> QuerySet:
    """`rows_holding`, those that hold all words in their names before the others; each kind's own order within."""
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
    """The newest of what was public then and may hold the words."""
    may_hold = (_may_hold(source.searched, word, how) for word in words)
    return source.rows(at).filter(*may_hold).order_by(NEWEST).values("pk")[:MOST_RANKED]


def together(querysets: list[QuerySet]) -> QuerySet | tuple:
    """The rows of all of them by one query; they have the same columns."""
    if not querysets:
        return ()
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def _holding(source: Source, word: str, how: How) -> Q:
    """The condition; rows found through others are looked up apart, so that each part can use its own index."""
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
    """What the index says, and what the texts say."""
    return _may_hold(searched, word, how) & _holds(searched, columns, word, how)


def _may_hold(searched: Searched, word: str, how: How) -> Q:
    """What the index says."""
    if how is How.EXACTLY or not is_run(word):
        return searched.matching(ngrams.holding(word.lower()))
    return searched.matching(ngrams.most_pairs(word, whole=how is How.IN_PIECES))


def _holds(searched: Searched, columns: Iterable[str], word: str, how: How) -> Q:
    """What the texts say, where the index has not said everything."""
    if how is not How.EXACTLY and is_run(word):
        return Q()
    said = ngrams.says_all(word) and set(columns) == set(searched.columns)
    return Q() if said else _in_one_of(columns, word)


def _in_one_of(columns: Iterable[str], word: str) -> Q:
    return functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in columns))
