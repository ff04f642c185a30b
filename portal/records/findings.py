"""Findings: validation errors and warnings of one row, the same wherever it is entered."""

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
    """An error is always refused; a warning asks for a note, where the form can show the previous value."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One error or warning. `field` is empty if it concerns the row as a whole."""

    field: str
    message: str
    severity: Severity = Severity.ERROR


class Unread(KeyError):
    """A rule needs a field whose box or cell could not be parsed. That is reported already; the rule is skipped."""


#: Other rows of a model in the same release or workbook as the validated ones.
Beside = Callable[[type[Model]], Iterable[Model]]
#: A rule about an instance, saved or not, given what `Context` has read. It makes no query.
Rule = Callable[[Any, Any], Iterable[Finding]]
#: Reads what the rules need from the database, once for all rows.
Context = Callable[[list[Any], Beside], Any]


def every(*rules: Rule) -> Rule:
    """All of the rules; a rule that needs an unread field or a missing row is skipped."""

    def validate(record: Model, context: object) -> Iterator[Finding]:
        for rule in rules:
            with suppress(Unread, ObjectDoesNotExist):
                yield from rule(record, context)

    return validate


#: For records whose fields validate everything themselves.
no_rules = every()


def both_languages(record: Model, context: object) -> Iterator[Finding]:
    """A text needs both languages or neither."""
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
    """For rules that need only the row and the rows that it refers to."""


def readable(records: Iterable[Model], of: Callable[[Any], Any]) -> list[Any]:
    """`of` each record, without those for which it needs an unread field or a missing row."""
    found = []
    for record in records:
        with suppress(Unread, ObjectDoesNotExist):
            found.append(of(record))
    return found


def forget(record: Model, *fields: str) -> None:
    """Make fields of an unsaved row unread."""

    def refuse(*, fields: list[str], **_options: object) -> None:
        raise Unread(*fields)

    record.refresh_from_db = refuse  # Django calls it for a field that the row lacks
    for name in fields:
        field = record._meta.get_field(name)
        record.__dict__.pop(field.attname, None)
        record._state.fields_cache.pop(name, None)


def without(record: Model, fields: Iterable[str]) -> Model:
    """A copy of the row with these fields unread, except its primary key; other names are ignored."""
    record = copy(record)
    own = {field.name for field in record._meta.concrete_fields if not field.primary_key}
    forget(record, *(own & set(fields)))
    return record


def enter_links(record: Model, field: str, codes: Iterable[str]) -> None:
    """Tell an unsaved row the codes of the rows that a many-to-many field is to link."""
    record.__dict__["entered_links"] = {**record.__dict__.get("entered_links", {}), field: tuple(codes)}


def entered_links(record: Model, field: str) -> tuple[str, ...] | None:
    """The codes entered for a many-to-many field; None where it was not entered or could not be read."""
    return record.__dict__.get("entered_links", {}).get(field)


def constraint_message(model: type[Model], name: str) -> str:
    """The message of a database constraint, for the rule that checks the same."""
    return str(next(c.violation_error_message for c in model._meta.constraints if c.name == name))
