"""Search over everything public: what is searched is registered as sources, by the core and by the apps.

A query is words, all of which must stand in a row, in either language. Chinese is written without spaces, so a
word is any run of characters. Where nothing holds all words as they stand, a run of Chinese is also found by most
of its pairs of characters: “改造小区” finds “小区改造”.
"""

import datetime as dt
import functools
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.filters import BadParameter
from portal.models import Observation

LONGEST_QUERY = 100
MOST_WORDS = 10
#: Counting stops here; the page says “more than”.
MOST_COUNTED = 200
#: Share of the pairs of characters that a run of Chinese must have in common with a row to be found by them.
ENOUGH = 0.6

CHINESE_RUN = re.compile(r"[\u3400-\u9fff]{3,}")
BETWEEN_WORDS = re.compile(r"[\s,;，、；。？！“”\"]+")


@dataclass(frozen=True)
class Hit:
    """A row that was found: its title, its address in the portal, and the texts from which a passage is shown.

    `context` says where it belongs, such as the title of its release; `figure` is the number in place.
    """

    title: str
    address: str
    texts: Sequence[str] = ()
    context: str = ""
    figure: Observation | None = None


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `rows` gives everything public of it at a time, `fields` the text columns that are searched, the titles first,
    in both languages; `hits` makes what is shown of some rows by a fixed number of queries.
    """

    kind: str
    label: str | Promise
    rows: Callable[[dt.datetime], QuerySet]
    fields: tuple[str, ...]
    hits: Callable[[list[Any], dt.datetime], list[Hit]]
    titles: int = 2
    order: int = 100


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first hits and how many there are, counted up to MOST_COUNTED."""

    source: Source
    count: int
    hits: list[Hit]
    more: bool

    @property
    def is_capped(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def counted(self) -> int:
        """How far was counted."""
        return MOST_COUNTED


@dataclass(frozen=True)
class Found:
    """The outcome of a search. `loosely` says that nothing held all words as they stand."""

    words: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    loosely: bool = False


sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Let something be found. Called once, by the app that owns it."""
    sources[source.kind] = source


def words_of(query: str) -> list[str]:
    """The words of a query, full-width forms made plain. Raises BadParameter if it is too long."""
    if len(query) > LONGEST_QUERY:
        raise BadParameter.value("q", query, [_("at most %(number)d characters") % {"number": LONGEST_QUERY}])
    plain = "".join(c for c in unicodedata.normalize("NFKC", query) if c.isprintable() or c.isspace())
    words = list(dict.fromkeys(word for word in BETWEEN_WORDS.split(plain) if word))
    if len(words) > MOST_WORDS:
        raise BadParameter.value("q", query, [_("at most %(number)d words") % {"number": MOST_WORDS}])
    return words


def search(query: str, at: dt.datetime, *, kind: str = "", each: int = 5) -> Found:
    """What was public at that time and holds the words of the query: the first `each` of every kind, or of one kind."""
    words = words_of(query)
    if not words:
        return Found()
    chosen = [sources[kind]] if kind else sorted(sources.values(), key=lambda source: source.order)
    groups = _groups(chosen, words, at, each, everywhere)
    if groups or not any(CHINESE_RUN.search(word) for word in words):
        return Found(words, groups)
    groups = _groups(chosen, words, at, each, nearly_everywhere)
    return Found([*words, *(pair for word in words for pair in pairs_of(word))], groups, loosely=True)


def _groups(
    chosen: Iterable[Source], words: list[str], at: dt.datetime, each: int, matching: Callable
) -> list[Group]:
    """A group for each source in which something was found."""
    groups = []
    for source in chosen:
        rows = matching(source, words, source.rows(at))
        if count := rows.order_by()[: MOST_COUNTED + 1].count():
            hits = source.hits(list(titles_first(source, words, rows)[:each]), at)
            groups.append(Group(source, count, hits, more=count > each))
    return groups


def everywhere(source: Source, words: list[str], rows: QuerySet) -> QuerySet:
    """The rows that hold every word in one field or another."""
    return rows.filter(*(_anywhere(source.fields, word) for word in words))


def nearly_everywhere(source: Source, words: list[str], rows: QuerySet) -> QuerySet:
    """The rows that hold every word, a run of Chinese by most of its pairs of characters."""
    for number, word in enumerate(words):
        pairs = pairs_of(word)
        if not pairs:
            rows = rows.filter(_anywhere(source.fields, word))
            continue
        score = functools.reduce(operator.add, (_one_if(_anywhere(source.fields, pair)) for pair in pairs))
        name = f"pairs_found_{number}"
        rows = rows.annotate(**{name: score}).filter(**{f"{name}__gte": math.ceil(len(pairs) * ENOUGH)})
    return rows


def titles_first(source: Source, words: list[str], rows: QuerySet) -> QuerySet:
    """Rows that hold all words in their title before the others; each kind's own order within."""
    in_title = functools.reduce(
        operator.and_, (_anywhere(source.fields[: source.titles], word) for word in words)
    )
    usual = rows.query.order_by or rows.model._meta.ordering
    return rows.annotate(not_in_title=Case(When(in_title, then=Value(0)), default=Value(1))).order_by(
        "not_in_title", *usual
    )


def pairs_of(word: str) -> list[str]:
    """Each pair of neighbouring characters in the Chinese of a word of three characters or more."""
    runs = CHINESE_RUN.findall(word)
    return list(dict.fromkeys(run[i : i + 2] for run in runs for i in range(len(run) - 1)))


def _anywhere(fields: Iterable[str], word: str) -> Q:
    return functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in fields))


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
