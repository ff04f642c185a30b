"""Record types: everything a subject declares about one kind of record."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from portal.records.access import Access
from portal.records.findings import Context, Rule, no_context, no_rules
from portal.records.search_index import Searched
from portal.records.sheets import Sheet
from portal.records.topics import Topic
from portal.web.api.endpoints import Endpoint


@dataclass(frozen=True)
class Hit:
    """A search result: its title, its address in the portal, and the texts from which the snippet is taken.

    `context` says where it belongs, such as the title of its release; `figure` is its value; `answer` says in a line
    what most people look for, such as hours and telephone.
    """

    title: str
    address: str
    texts: Sequence[str] = ()
    context: str = ""
    figure: Model | None = None
    answer: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of search result.

    `rows` returns everything public of the model at a time, and nothing else decides what can be found; the model lists
    the columns compared in `searched`. `through` names related rows, by path and kind: a row is also found by their
    names. `hits` turns rows into results with a fixed number of queries. `suggested` kinds appear in autocomplete.
    `order`: its place among the kinds, by what gets something done: guides, services and facilities before statistics.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    rows: Callable[[dt.datetime], QuerySet]
    hits: Callable[[list[Any], dt.datetime], list[Hit]]
    through: Mapping[str, str] = field(default_factory=dict)
    suggested: bool = False
    order: int = 100

    @property
    def searched(self) -> Searched:
        return self.model.searched

    def in_order_of(self, keys: list[Any], at: dt.datetime) -> list[Any]:
        """The rows with these primary keys, in their order."""
        found = {row.pk: row for row in self.rows(at).filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    @property
    def weight(self) -> float:
        """What a match counts: the earlier the kind, the more."""
        return 1 / (1 + self.order / 100)


#: By kind; `portal.records.registry` adds each.
sources: dict[str, Source] = {}


def in_order() -> list[Source]:
    """All sources in display order."""
    return sorted(sources.values(), key=lambda source: source.order)


@dataclass(frozen=True, kw_only=True)
class AdminOptions:
    """List and form of a record in the admin: its own fields, beside release and locator.

    `fields`: the form fields, those on one line in a tuple. `search` and `filters`: lookups of the list.
    `autocomplete`: references with too many rows for a list of choices. `link`: text and address of a page of the desk
    about a row, on its form; None for a row without one.
    """

    fields: tuple[str | tuple[str, ...], ...]
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    autocomplete: tuple[str, ...] = ()
    link: Callable[[Any], tuple[str, str] | None] | None = None


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """One kind of record.

    `access`: the owner of its rows; permissions, roles and admin lists follow from it. `sheet`: its sheet in workbooks.
    `endpoint`: its endpoint in the JSON interface, with CSV and XLSX. `source`: its search source. `topic`: its topic
    of subscriptions. `summary`: the values of a row in a few words, for reviews and corrections; `related`: the
    relations that it reads. `value`: what a preview shows of a row, by default its summary. `choices`: by field, the
    rows that an official may choose if fewer than they may see. `refusals`: by trigger, the message of its refusal,
    or a function of its detail.
    `validate`: the validation rules, the same everywhere; `context` reads what they need from the database. `admin`:
    its list and form, unless an `admin.py` registers one.
    A released record is correctable if its model has a `version_key`.
    """

    model: type[Model]
    access: Access
    sheet: Sheet | None = None
    endpoint: Endpoint | None = None
    source: Source | None = None
    topic: Topic | None = None
    summary: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    choices: Mapping[str, Callable[[Any], QuerySet]] = field(default_factory=dict)
    refusals: Mapping[str, object] = field(default_factory=dict)
    value: Callable[[Any], str] | None = None
    validate: Rule = no_rules
    context: Context = no_context
    admin: AdminOptions | None = None

    @property
    def name(self) -> str:
        """The form field name of the record type."""
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return self.model._meta.verbose_name_plural
