"""Findings: what is wrong with one row, in the words that every door shows."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _


class Severity(StrEnum):
    """An error is refused at every door; a warning asks for a note where the door can show what was there before."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a row. `field` is empty where it is about the row as a whole."""

    field: str
    message: str
    severity: Severity = Severity.ERROR


class Unread(KeyError):
    """A rule asks for a field whose box or cell could not be read; that has been reported, the rule says no more."""


#: Rows of a model that stand beside those validated, in the same release or the same workbook.
Beside = Callable[[type[Model]], Iterable[Model]]
#: A rule about an instance, which need not be saved, and what `Context` has read for it. It makes no query.
Rule = Callable[[Any, Any], Iterable[Finding]]
#: What the rules ask of the database, read once for all rows at hand.
Context = Callable[[list[Any], Beside], Any]


def every(*rules: Rule) -> Rule:
    """All of the rules; one that asks for an unread field, or for a missing row, leaves it to the others."""

    def validate(record: Model, context: object) -> Iterator[Finding]:
        for rule in rules:
            with suppress(Unread, ObjectDoesNotExist):
                yield from rule(record, context)

    return validate


#: Of a record whose fields say all that there is to know of what they take.
no_rules = every()


def both_languages(record: Model, context: object) -> Iterator[Finding]:
    """A text is given in both languages or in neither."""
    for chinese, english in _pairs(type(record)):
        with suppress(Unread):
            given = bool(getattr(record, chinese)), bool(getattr(record, english))
            if given == (True, False):
                yield Finding(english, _("Given in Chinese only; write it in English too."))
            if given == (False, True):
                yield Finding(chinese, _("Given in English only; write it in Chinese too."))


@cache
def _pairs(model: type[Model]) -> list[tuple[str, str]]:
    """The fields of a text in Chinese and in English."""
    names = [field.name for field in model._meta.concrete_fields if field.editable]
    stems = (name.removesuffix("_zh") for name in names if name.endswith("_zh"))
    return [(f"{stem}_zh", f"{stem}_en") for stem in stems if f"{stem}_en" in names]


def no_context(records: list[Model], beside: Beside) -> None:
    """The rules ask nothing beyond the row and the rows that it names."""


def readable(records: Iterable[Model], of: Callable[[Any], Any]) -> list[Any]:
    """What `of` gives for each record, leaving out those that do not say it."""
    found = []
    for record in records:
        with suppress(Unread, ObjectDoesNotExist):
            found.append(of(record))
    return found


def forget(record: Model, *fields: str) -> None:
    """Make fields of an unsaved row unread."""
    record.refresh_from_db = _refuse  # which Django calls for a field that the row lacks
    for name in fields:
        field = record._meta.get_field(name)
        record.__dict__.pop(field.attname, None)
        record._state.fields_cache.pop(name, None)


def _refuse(*, fields: list[str], **_options: object) -> None:
    raise Unread(*fields)


def without(record: Model, fields: Iterable[str]) -> Model:
    """A copy of the row whose fields of these names are unread; names of other boxes do not matter.

    Its primary key stays: Django asks a row for it whatever else is read.
    """
    record = copy(record)
    held = {field.name for field in record._meta.concrete_fields if not field.primary_key}
    forget(record, *(held & set(fields)))
    return record


def constraint_message(model: type[Model], name: str) -> str:
    """What the database's constraint of that name says, for the rule that says the same."""
    return str(next(c.violation_error_message for c in model._meta.constraints if c.name == name))
