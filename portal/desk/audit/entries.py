"""The audit trail in words: who did what when, and what each field held before and after."""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Field, ForeignKey, Model, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.publishing import permissions
from portal.records.registry import record_types
from portal.staff.models import GROUP_NAMES, User
from portal.statistics.models.codelists import code_name
from portal.web.numbers import is_english

ACTIONS = {
    "add": gettext_lazy("Added"),
    "change": gettext_lazy("Changed"),
    "delete": gettext_lazy("Deleted"),
    "submit": gettext_lazy("Submitted"),
    "explain": gettext_lazy("Failed checks explained"),
    "comment": gettext_lazy("Commented on rows"),
    "answer": gettext_lazy("Comments answered"),
    "return": gettext_lazy("Returned"),
    "approve": gettext_lazy("Approved"),
    "cancel": gettext_lazy("Approval cancelled"),
    "correct": gettext_lazy("Correction opened"),
    "withdraw": gettext_lazy("Withdrawn"),
    "announce": gettext_lazy("Time announced, moved or called off"),
    "ask": gettext_lazy("Contribution requested"),
    "take_back": gettext_lazy("Contribution no longer requested"),
    "hand_in": gettext_lazy("Contribution handed in"),
    "recall": gettext_lazy("Contribution recalled"),
    "return_part": gettext_lazy("Contribution returned"),
    "preview": gettext_lazy("Preview link given"),
    "revoke": gettext_lazy("Preview link revoked"),
    "load": gettext_lazy("Loaded from a workbook"),
    "fill": gettext_lazy("Return sheet filled in"),
    "report": gettext_lazy("Progress reported"),
    "create_demo_accounts": gettext_lazy("Demo accounts made"),
    "change_password": gettext_lazy("Own password changed"),
    "set_password": gettext_lazy("Password set by an administrator"),
    "second_factor_on": gettext_lazy("Two-step sign-in switched on"),
    "second_factor_off": gettext_lazy("Two-step sign-in switched off"),
    "second_factor_reset": gettext_lazy("Two-step sign-in reset"),
    "recovery_codes": gettext_lazy("New recovery codes made"),
    "unlock": gettext_lazy("Account unlocked"),
}
DOORS = {
    "form": pgettext_lazy("audit", "form"),
    "grid": pgettext_lazy("audit", "grid"),
    "workbook": pgettext_lazy("audit", "workbook"),
    "command": pgettext_lazy("audit", "command"),
    "api": "API",
}
KINDS = {
    "insert": pgettext_lazy("audit", "added"),
    "update": pgettext_lazy("audit", "changed"),
    "delete": pgettext_lazy("audit", "deleted"),
}
NOTHING = "—"

#: Columns that say nothing to a reader: identities, and what the portal derives from other columns.
UNSPOKEN = frozenset({"id", "pinyin", "key"})


@dataclass(frozen=True)
class FieldChange:
    """One field in one change, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of one row."""

    at: dt.datetime
    who: str
    action: str
    door: str
    kind_code: str
    kind: str
    subject: str
    row: str
    changes: list[FieldChange] = field(default_factory=list)


@functools.cache
def event_models() -> tuple[type[Model], ...]:
    """Every table of recorded changes of a model that has rights."""
    tracked = (m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) in record_types)
    return tuple(sorted(tracked, key=lambda model: model._meta.label))


#: Where a recorded change stands: its time, its number, and the table of changes.
Place = tuple[dt.datetime, int, type[Model]]


def read(places: list[Place]) -> list[Model]:
    """The changes at these places, one query for each table."""
    found = {}
    for model in {model for _at, _number, model in places}:
        numbers = [number for _at, number, one in places if one is model]
        rows = model.objects.select_related("pgh_context").in_bulk(numbers)
        found |= {(model, number): row for number, row in rows.items()}
    return [found[model, number] for _at, number, model in places]


def entries(events: Iterable[Model], user: User) -> list[Entry]:
    """The recorded changes in words, in the same order, with a fixed number of queries for each kind of row."""
    events = list(events)
    before = _states_before(events)
    pairs = [(event, _state_before(event, before)) for event in events]
    names = _names(pairs, user)
    return [_entry(event, state, names) for event, state in pairs]


def _states_before(events: list[Model]) -> dict[tuple[type[Model], int], Model]:
    """For each change of a row, by model and number: the event that recorded the row's state before it."""
    found = {}
    for model, some in _by_model(event for event in events if event.pgh_label == "update").items():
        earlier = model.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        numbers = dict(
            model.objects.filter(pgh_id__in=[event.pgh_id for event in some])
            .annotate(before=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
            .values_list("pgh_id", "before")
        )
        states = model.objects.in_bulk([number for number in numbers.values() if number])
        found |= {(model, number): states.get(before) for number, before in numbers.items()}
    return found


def _state_before(event: Model, before: dict) -> Model | None:
    return before.get((type(event), event.pgh_id))


def _by_model(events: Iterable[Model]) -> dict[type[Model], list[Model]]:
    found = defaultdict(list)
    for event in events:
        found[type(event)].append(event)
    return found


def _names(pairs: list[tuple[Model, Model | None]], user: User) -> dict[tuple[type[Model], object], str]:
    """Names of all rows that the events refer to and the official may see; of officials always."""
    wanted = defaultdict(set)
    for event in chain.from_iterable(pairs):
        if event is None:
            continue
        for column in _columns(event):
            if isinstance(column, ForeignKey):
                wanted[column.related_model].add(getattr(event, column.attname))
        wanted[event.pgh_tracked_model].add(row_of(event))
    wanted[User] |= {_about(event).get("user") for event, _before in pairs}
    found = {}
    for model, keys in wanted.items():
        rows = model._base_manager.select_related().filter(pk__in=keys - {None})
        if model in record_types and model is not User:
            rows = permissions.for_user(rows, user)
        found |= {(model, row.pk): _name(row) for row in rows}
    return found


def row_key(model: type[Model]) -> str:
    """The column of a table of recorded changes that says which row was changed. Links have nothing but a number."""
    return "pgh_obj_id" if any(column.name == "pgh_obj" for column in model._meta.fields) else "id"


def row_of(event: Model) -> object:
    return getattr(event, row_key(type(event)))


def _name(row: Model) -> str:
    if isinstance(row, Group):
        return str(GROUP_NAMES.get(row.name, row.name))
    return row.get_full_name() or row.get_username() if isinstance(row, User) else str(row)


def _row_name(event: Model, names: dict) -> str:
    """The row by its name; a link by what it joins; what is gone by the name that it had then."""
    if row_key(type(event)) == "id":
        joined = [c for c in _columns(event) if isinstance(c, ForeignKey)]
        return " · ".join(_text(event, column, names) for column in joined)
    name = names.get((event.pgh_tracked_model, event.pgh_obj_id))
    return name or _name_then(event) or f"#{event.pgh_obj_id}"


def _name_then(event: Model) -> str:
    """What the row was called then."""
    language = "en" if is_english() else "zh"
    columns = (f"title_{language}", f"name_{language}", "username", "slug", "code")
    return next((text for name in columns if (text := getattr(event, name, ""))), "")


def _about(event: Model) -> dict:
    """What the audit context says: user, action, door, release."""
    return event.pgh_context.metadata if event.pgh_context else {}


def _entry(event: Model, before: Model | None, names: dict) -> Entry:
    about, tracked = _about(event), event.pgh_tracked_model
    return Entry(
        at=event.pgh_created_at,
        who=names.get((User, about.get("user")), NOTHING),
        action=str(ACTIONS.get(about.get("action"), about.get("action") or NOTHING)),
        door=str(DOORS.get(about.get("door"), about.get("door") or NOTHING)),
        kind_code=event.pgh_label,
        kind=str(KINDS.get(event.pgh_label, event.pgh_label)),
        subject=capfirst(tracked._meta.verbose_name),
        row=_row_name(event, names),
        changes=_changes(event, before, names),
    )


def _changes(event: Model, before: Model | None, names: dict) -> list[FieldChange]:
    deleted = event.pgh_label == "delete"
    old, new = (event, None) if deleted else (before, event)
    found = []
    for column in _columns(event):
        was, is_now = _text(old, column, names), _text(new, column, names)
        if was != is_now:
            found.append(FieldChange(capfirst(_label(event, column)), was, is_now))
    return found


def _columns(event: Model) -> list[Field]:
    return [f for f in event._meta.fields if not f.name.startswith("pgh_") and f.name not in UNSPOKEN]


def _label(event: Model, column: Field) -> str:
    if row_key(type(event)) == "id":  # Django names the columns of its own tables of links in English only
        return (
            pgettext("of an official", "role")
            if column.related_model is Group
            else str(column.related_model._meta.verbose_name)
        )
    return str(event.pgh_tracked_model._meta.get_field(column.name).verbose_name)


def _text(event: Model | None, column: Field, names: dict) -> str:
    """What the column held, as an official reads it."""
    value = None if event is None else getattr(event, column.attname)
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(column, ForeignKey):
        return names.get((column.related_model, value), f"#{value}")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value)


@functools.singledispatch
def _plain(value: object) -> str:
    """A value without choices or relations, as text."""
    return localize(value)


@_plain.register
def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - dispatched by type
    return _("yes") if value else _("no")


@_plain.register
def _number(value: Decimal) -> str:
    """As it was entered: columns are filled up with zeros."""
    return f"{value.normalize():f}"


@_plain.register
def _time(value: dt.datetime) -> str:
    return date_format(timezone.localtime(value), "Y-m-d H:i:s")


@_plain.register
def _day(value: dt.date) -> str:
    return value.isoformat()


@_plain.register
def _listed(value: list) -> str:
    return _(", ").join(map(str, value))


@_plain.register
def _keyed(value: dict) -> str:
    """The breakdown of a series."""
    return _(", ").join(code_name(*pair) for pair in sorted(value.items()))
