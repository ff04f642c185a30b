"""Entries of the audit trail: who did what when, and the value of each field before and after."""

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
    "compare": gettext_lazy("Compared with the figures in force"),
    "cancel": gettext_lazy("Approval cancelled"),
    "correct": gettext_lazy("Correction opened"),
    "withdraw": gettext_lazy("Withdrawn"),
    "announce": gettext_lazy("Announcement made, changed or called off"),
    "ask": gettext_lazy("Contribution requested"),
    "take_back": gettext_lazy("Request for a contribution withdrawn"),
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
    "open": gettext_lazy("Portal opened"),
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

#: Columns that mean nothing to a reader: ids, and what the portal derives from other columns.
HIDDEN = frozenset({"id", "pinyin", "key"})

#: The position of a recorded change: its time, its number, and the table of changes.
Place = tuple[dt.datetime, int, type[Model]]
#: The names of rows, by model and key.
Names = dict[tuple[type[Model], object], str]


@dataclass(frozen=True)
class FieldChange:
    """One field of one change, as text."""

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
    """The tables of recorded changes of all declared models."""
    tracked = (m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) in record_types)
    return tuple(sorted(tracked, key=lambda model: model._meta.label))


def newest_first(place: Place) -> tuple:
    """The sort key of a recorded change, for a reversed order."""
    return place[0], place[2]._meta.label, place[1]


def read(places: list[Place]) -> list[Model]:
    """The changes at these positions, in one query for each table."""
    found = {}
    for model in {model for _at, _number, model in places}:
        numbers = [number for _at, number, one in places if one is model]
        rows = model.objects.select_related("pgh_context").in_bulk(numbers)
        found |= {(model, number): row for number, row in rows.items()}
    return [found[model, number] for _at, number, model in places]


def entries(events: Iterable[Model], user: User) -> list[Entry]:
    """The entries of recorded changes, in the same order, with a fixed number of queries for each table."""
    events = list(events)
    before = _states_before(events)
    pairs = [(event, before.get((type(event), event.pgh_id))) for event in events]
    names = _names(pairs, user)
    return [_entry(event, state, names) for event, state in pairs]


def _states_before(events: list[Model]) -> dict[tuple[type[Model], int], Model]:
    """For each update, by model and number: the event that recorded the row's previous state."""
    updates = defaultdict(list)
    for event in events:
        if event.pgh_label == "update":
            updates[type(event)].append(event.pgh_id)
    found = {}
    for model, changed in updates.items():
        earlier = model.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        numbers = dict(
            model.objects.filter(pgh_id__in=changed)
            .annotate(before=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
            .values_list("pgh_id", "before")
        )
        states = model.objects.in_bulk([number for number in numbers.values() if number])
        found |= {(model, number): states.get(before) for number, before in numbers.items()}
    return found


def _names(pairs: list[tuple[Model, Model | None]], user: User) -> Names:
    """The names of all rows that the events refer to and the official may see; names of officials always."""
    wanted = defaultdict(set)
    for event in filter(None, chain.from_iterable(pairs)):
        for column in _columns(event):
            if isinstance(column, ForeignKey):
                wanted[column.related_model].add(getattr(event, column.attname))
        wanted[event.pgh_tracked_model].add(getattr(event, row_key(type(event))))
    wanted[User] |= {_context(event).get("user") for event, _before in pairs}
    found = {}
    for model, keys in wanted.items():
        rows = model._base_manager.select_related().filter(pk__in=keys - {None})
        if model in record_types and model is not User:
            rows = permissions.for_user(rows, user)
        found |= {(model, row.pk): _name(row) for row in rows}
    return found


def row_key(model: type[Model]) -> str:
    """The column of a table of changes that identifies the changed row. Many-to-many links have only a number."""
    return "pgh_obj_id" if any(column.name == "pgh_obj" for column in model._meta.fields) else "id"


def _name(row: Model) -> str:
    if isinstance(row, Group):
        return str(GROUP_NAMES.get(row.name, row.name))
    return row.get_full_name() or row.get_username() if isinstance(row, User) else str(row)


def _row_name(event: Model, names: Names) -> str:
    """The name of the changed row: of a link, what it joins; of a deleted row, its last name."""
    if row_key(type(event)) == "id":
        joined = [column for column in _columns(event) if isinstance(column, ForeignKey)]
        return " · ".join(_text(event, column, names) for column in joined)
    language = "en" if is_english() else "zh"
    columns = (f"title_{language}", f"name_{language}", "username", "slug", "code")
    then = next((text for name in columns if (text := getattr(event, name, ""))), "")
    return names.get((event.pgh_tracked_model, event.pgh_obj_id)) or then or f"#{event.pgh_obj_id}"


def _context(event: Model) -> dict:
    """The audit context: user, action, door, release."""
    return event.pgh_context.metadata if event.pgh_context else {}


def _entry(event: Model, before: Model | None, names: Names) -> Entry:
    context, tracked = _context(event), event.pgh_tracked_model
    old, new = (event, None) if event.pgh_label == "delete" else (before, event)
    texts = [(column, _text(old, column, names), _text(new, column, names)) for column in _columns(event)]
    return Entry(
        at=event.pgh_created_at,
        who=names.get((User, context.get("user")), NOTHING),
        action=str(ACTIONS.get(context.get("action"), context.get("action") or NOTHING)),
        door=str(DOORS.get(context.get("door"), context.get("door") or NOTHING)),
        kind_code=event.pgh_label,
        kind=str(KINDS.get(event.pgh_label, event.pgh_label)),
        subject=capfirst(tracked._meta.verbose_name),
        row=_row_name(event, names),
        changes=[
            FieldChange(capfirst(_label(event, column)), was, is_now)
            for column, was, is_now in texts
            if was != is_now
        ],
    )


def _columns(event: Model) -> list[Field]:
    return [f for f in event._meta.fields if not f.name.startswith("pgh_") and f.name not in HIDDEN]


def _label(event: Model, column: Field) -> str:
    if row_key(type(event)) != "id":
        return str(event.pgh_tracked_model._meta.get_field(column.name).verbose_name)
    if column.related_model is Group:  # Django names the columns of its tables of links in English only
        return pgettext("of an official", "role")
    return str(column.related_model._meta.verbose_name)


def _text(event: Model | None, column: Field, names: Names) -> str:
    """The value of a column, as an official reads it."""
    value = None if event is None else getattr(event, column.attname)
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(column, ForeignKey):
        return names.get((column.related_model, value), f"#{value}")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: object) -> str:
    """A value without choices or relations, as text."""
    match value:
        case bool():
            text = _("yes") if value else _("no")
        case Decimal():  # without the zeros that fill up the column
            text = f"{value.normalize():f}"
        case dt.datetime():
            text = date_format(timezone.localtime(value), "Y-m-d H:i:s")
        case dt.date():
            text = value.isoformat()
        case list():
            text = _(", ").join(map(str, value))
        case dict():  # the breakdown of a series
            text = _(", ").join(code_name(*pair) for pair in sorted(value.items()))
        case _:
            text = localize(value)
    return text
