"""Matching rows of a source: the index finds candidates, and the texts themselves are compared."""

import datetime as dt
import functools
import operator
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import Enum

from django.db import connection, transaction
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from portal.records.search_index import Searched, normalized
from portal.records.types import Source, sources
from portal.search import ngrams
from portal.web.filters import BadParameter

LONGEST_QUERY, MOST_WORDS = 100, 10
BETWEEN_WORDS = re.compile(r"[\s,;，、；。？！“”\"]+")
#: Only this many of the newest candidates are ranked.
MOST_RANKED = 500
#: No table has more rows.
MOST_CANDIDATES = 2**62
#: The newest first. A sum, so that the database does not walk along the primary key instead of asking the index.
NEWEST = OrderBy(F("pk") + 0, descending=True)


class How(Enum):
    """How a run of Chinese is matched; other words are always matched exactly."""

    EXACTLY = "exactly"
    #: Most of its character pairs, covering every character.
    IN_PIECES = "in pieces"
    #: Most of its character pairs.
    MOSTLY = "mostly"


def words_of(query: str) -> list[str]:
    """The words of a query, full-width characters normalized. Raises BadParameter if it is too long."""
    if len(query) > LONGEST_QUERY:
        raise BadParameter.value("q", query, [_("at most %(number)d characters") % {"number": LONGEST_QUERY}])
    plain = "".join(c for c in normalized(query) if c.isprintable() or c.isspace())
    words = list(dict.fromkeys(word for word in BETWEEN_WORDS.split(plain) if word))
    if len(words) > MOST_WORDS:
        raise BadParameter.value("q", query, [_("at most %(number)d words") % {"number": MOST_WORDS}])
    return words


def is_run(word: str) -> bool:
    """Whether the word is all Chinese and long enough to be matched by character pairs."""
    return len(word) > 2 and ngrams.CHINESE.fullmatch(word) is not None  # noqa: PLR2004


def rows_with(source: Source, words: Iterable[str], at: dt.datetime, how: How = How.EXACTLY) -> QuerySet:
    """Public rows at that time with every word in some column.

    The columns of related rows are looked up separately, so that each part can use its own index.
    """
    conditions = []
    for word in words:
        condition = holding(source.model, source.searched.columns, word, how)
        if source.through:
            every = source.model._base_manager.order_by()
            parts = [every.filter(condition)]
            for path, kind in source.through.items():
                other = sources[kind]
                named = holding(other.model, other.searched.named, word, how)
                parts.append(every.filter(**{f"{path}__in": other.model._base_manager.filter(named)}))
            own, *others = (part.values("pk") for part in parts)
            condition = Q(pk__in=own.union(*others))
        conditions.append(condition)
    return source.rows(at).filter(*conditions)


def rows_named(source: Source, words: Iterable[str], at: dt.datetime) -> QuerySet:
    """Public rows at that time with every word in their names, among the newest candidates."""
    named = (_texts_hold(source.searched, source.searched.named, word, How.EXACTLY) for word in words)
    return source.rows(at).filter(*named, pk__in=_newest(source, words, at, How.EXACTLY))


def ranked(source: Source, words: list[str], at: dt.datetime, how: How) -> QuerySet:
    """`rows_with`, with matches in names first; otherwise in the order of the kind."""
    searched = source.searched
    usual = source.rows(at).query.order_by or source.model._meta.ordering
    if source.through or not searched.named:
        return rows_with(source, words, at, how).order_by(*usual)
    held = (_texts_hold(searched, searched.columns, word, how) for word in words)
    rows = source.rows(at).filter(*held, pk__in=_newest(source, words, at, how))
    in_names = functools.reduce(operator.and_, (_in_one_of(searched.named, word) for word in words))
    first = Case(When(in_names, then=Value(0)), default=Value(1))
    return rows.annotate(not_in_names=first).order_by("not_in_names", *usual)


def union_of(querysets: list[QuerySet]) -> QuerySet | tuple:
    """Rows of all the querysets in one query; they have the same columns."""
    if not querysets:
        return ()
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def holding(model: type[Model], columns: Iterable[str], word: str, how: How = How.EXACTLY) -> Q:
    """The condition that one of the columns has the word: the index, then the texts."""
    return _index_holds(model, word, how) & _texts_hold(model.searched, columns, word, how)


def candidates(model: type[Model], query: str) -> Q:
    """The condition that a row's index matches a tsquery.

    A query of its own, which the limit keeps apart: the index alone answers it. Within a larger one, the planner would
    rather compute the indexed function anew for each row, which takes a tenth of a millisecond.
    """
    rows = model._base_manager.order_by().filter(model.searched.matching(query))
    return Q(pk__in=rows.values("pk")[:MOST_CANDIDATES])


@contextmanager
def by_index() -> Iterator[None]:
    """Queries within are answered by the index wherever one can.

    PostgreSQL charges a scan of the search index as if it computed the indexed function for every row that it finds,
    and so believes that reading the whole table is no more expensive.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")  # for a transaction around this one


def _newest(source: Source, words: Iterable[str], at: dt.datetime, how: How) -> QuerySet:
    """The newest candidates public at that time."""
    candidates = (_index_holds(source.model, word, how) for word in words)
    return source.rows(at).filter(*candidates).order_by(NEWEST).values("pk")[:MOST_RANKED]


def _index_holds(model: type[Model], word: str, how: How) -> Q:
    if how is How.EXACTLY or not is_run(word):
        return candidates(model, ngrams.holding(word.lower()))
    return candidates(model, ngrams.most_pairs(word, whole=how is How.IN_PIECES))


def _texts_hold(searched: Searched, columns: Iterable[str], word: str, how: How) -> Q:
    """The text comparison, if the index alone does not decide."""
    if how is not How.EXACTLY and is_run(word):
        return Q()
    decided = ngrams.says_all(word) and set(columns) == set(searched.columns)
    return Q() if decided else _in_one_of(columns, word)


def _in_one_of(columns: Iterable[str], word: str) -> Q:
    return functools.reduce(operator.or_, (Q(**{f"{name}__normalized_contains": word}) for name in columns))
