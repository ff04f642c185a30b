"""Record types: everything a subject declares about one kind of record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from portal.records.access import Access
from portal.records.findings import Context, Rule, no_context, no_rules
from portal.records.search_sources import Source
from portal.records.sheets import Sheet
from portal.records.topics import Topic
from portal.web.api.endpoints import Endpoint


@dataclass(frozen=True, kw_only=True)
class AdminOptions:
    """List and form of a record in the admin: what it states, beside the release and the place that each has.

    `fields`: the boxes of the form, those of one line in a tuple. `search` and `filters`: lookups of the list.
    `autocomplete`: references with too many rows for a list of choices.
    """

    fields: tuple[str | tuple[str, ...], ...]
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    autocomplete: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """One kind of record.

    `access`: whose its rows are; permissions, roles and admin lists follow from it. `sheet`: its sheet in workbooks.
    `endpoint`: its noun in the JSON interface, with CSV and XLSX. `source`: how it is searched. `topic`: how it is
    followed. `summary`: what a row states, in a few words, for reviews and corrections; `related` is what that reads
    along. `choices`: by field, the rows that an official may choose where that is less than may be seen. `refusals`: by
    trigger, what its refusal means to an official. `validate`: what is wrong with a row, by the same rules at every
    door; `context` reads what they ask of the database. `admin`: its list and form, where no `admin.py` registers one.
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
