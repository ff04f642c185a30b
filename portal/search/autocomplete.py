"""Autocomplete: public names that match the query."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When
from django.utils.functional import Promise

from portal.records.types import Source, in_order
from portal.search.corrections import Names, by_sound, by_spelling
from portal.search.matching import rows_named
from portal.search.words import words_of

MOST = 8
MOST_OF_ONE_KIND = 4
#: Shorter queries match too many names.
LEAST = 2


@dataclass(frozen=True)
class Suggestion:
    """A name, its kind, and its address in the portal."""

    title: str
    kind: str | Promise
    address: str


def suggest(query: str, at: dt.datetime) -> list[Suggestion]:
    """Public names that match the query, whose last word may be incomplete."""
    words = words_of(query)
    if sum(map(len, words)) < LEAST:
        return []
    if found := _named(words, at):
        return found
    names = Names(at)
    meant = by_sound(words, names, unfinished=True) or by_spelling(words, names)
    return _named(meant.words, at) if meant else []


def _named(words: list[str], at: dt.datetime) -> list[Suggestion]:
    """The first matches of each kind, names that start with the words first."""
    found: list[tuple[bool, Suggestion]] = []
    for source in in_order():
        if source.suggested:
            rows = _beginning_first(source, " ".join(words), rows_named(source, words, at))[:MOST_OF_ONE_KIND]
            hits = source.hits(list(rows), at)
            later = (row.begins_otherwise for row in rows)
            offers = (Suggestion(hit.title, source.label, hit.address) for hit in hits)
            found.extend(zip(later, offers, strict=True))
    return [suggestion for _later, suggestion in sorted(found, key=lambda pair: pair[0])][:MOST]


def _beginning_first(source: Source, query: str, rows):
    begins = Q()
    for title in source.searched.titles:
        begins |= Q(**{f"{title}__istartswith": query})
    usual = rows.query.order_by or rows.model._meta.ordering
    otherwise = Case(When(begins, then=Value(False)), default=Value(True))
    return rows.annotate(begins_otherwise=otherwise).order_by("begins_otherwise", *usual)
