"""Which rows of a source hold words: the index finds those that may, and the texts themselves are compared."""

import datetime as dt
import functools
import operator
from collections.abc import Callable, Iterable

from django.db.models import Case, Q, QuerySet, Value, When

from portal.models.search import Searched
from portal.search import grams
from portal.search.kinds import Source, sources

#: Whether a row holds a word in some of its columns, as a condition.
Test = Callable[[Searched, str, Iterable[str]], Q]


def exactly(searched: Searched, word: str, columns: Iterable[str]) -> Q:
    """The word as it stands, in one of the columns, whatever its case."""
    return searched.matching(grams.holding(word.lower())) & _in_one_of(columns, word)


def nearly(searched: Searched, word: str, columns: Iterable[str], *, whole: bool) -> Q:
    """A run of three or more Chinese characters by most of its pairs, any other word exactly."""
    if is_run(word):
        return searched.matching(grams.most_pairs(word, whole=whole))
    return exactly(searched, word, columns)


def is_run(word: str) -> bool:
    """Whether the word is Chinese throughout and long enough to be found by its pairs."""
    return len(word) > 2 and grams.CHINESE.fullmatch(word) is not None  # noqa: PLR2004


def rows_holding(source: Source, words: Iterable[str], at: dt.datetime, test: Test = exactly) -> QuerySet:
    """What was public then and holds every word, in one column or another."""
    return source.rows(at).filter(*(_holding(source, word, test) for word in words))


def rows_named(source: Source, words: Iterable[str], at: dt.datetime) -> QuerySet:
    """What was public then and holds every word in its names."""
    searched = source.searched
    return source.rows(at).filter(*(exactly(searched, word, searched.named) for word in words))


def together(querysets: list[QuerySet]) -> QuerySet | tuple:
    """The rows of all of them by one query; they have the same columns."""
    if not querysets:
        return ()
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def titles_first(source: Source, words: Iterable[str], rows: QuerySet) -> QuerySet:
    """Rows that hold all words in their names before the others; each kind's own order within."""
    usual = rows.query.order_by or rows.model._meta.ordering
    named = source.searched.named
    if not named:
        return rows.order_by(*usual)
    in_names = functools.reduce(operator.and_, (_in_one_of(named, word) for word in words))
    first = Case(When(in_names, then=Value(0)), default=Value(1))
    return rows.annotate(not_in_names=first).order_by("not_in_names", *usual)


def _holding(source: Source, word: str, test: Test) -> Q:
    """The condition; rows found through others are looked up apart, so that each part can use its own index."""
    own = test(source.searched, word, source.searched.columns)
    if not source.through:
        return own
    every = source.model._base_manager.order_by()
    parts = [
        every.filter(_named_so(path, sources[kind], word, test)) for path, kind in source.through.items()
    ]
    return Q(pk__in=every.filter(own).values("pk").union(*(part.values("pk") for part in parts)))


def _named_so(path: str, other: Source, word: str, test: Test) -> Q:
    named = test(other.searched, word, other.searched.named)
    return Q(**{f"{path}__in": other.model._base_manager.filter(named)})


def _in_one_of(columns: Iterable[str], word: str) -> Q:
    return functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in columns))
