"""What somebody else has saved since a form was opened: nobody overwrites it unread.

A page carries along, for the row that it is about and for each row inside it, the number of the last recorded change.
At that number the trail holds what the official saw.
"""

from collections.abc import Collection, Iterable

from django import forms
from django.db.models import Max, Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.desk.audit.entries import NOTHING, Entry, entries
from portal.desk.pages import key_of
from portal.staff.models import User

#: The hidden field of a page that says which state of its row it was opened with; for rows inside, with their names.
SEEN = "_seen"
LONGEST = 60  # letters told of one value


def last_changes(rows: Collection[Model]) -> dict[int, str]:
    """By row the number of its last recorded change, by one query; rows of one model, of which changes are recorded."""
    model = next((type(row) for row in rows), None)
    if not hasattr(model, "pgh_event_model"):
        return {}
    events = model.pgh_event_model.objects.filter(pgh_obj__in=[row.pk for row in rows]).order_by()
    return {row: str(last) for row, last in events.values_list("pgh_obj").annotate(Max("pgh_id"))}


def last_change(row: Model) -> str:
    """Number of the last recorded change of the row; empty where none is recorded."""
    return last_changes([row]).get(row.pk, "")


def seen_name(formset: forms.BaseModelFormSet, row: Model) -> str:
    return f"{SEEN}-{formset.prefix}-{row.pk}"


def seen_rows(formsets: Iterable[forms.BaseModelFormSet]) -> list[tuple[str, str]]:
    """The hidden fields of the rows inside a page: names and numbers."""
    found = []
    for formset in formsets:
        rows = [form.instance for form in formset.initial_forms if form.instance.pk]
        numbers = last_changes(rows)
        found += [(seen_name(formset, row), numbers[row.pk]) for row in rows if row.pk in numbers]
    return found


def told(row: Model, seen: str, user: User) -> str:
    """Who has saved the row since, and what that changed."""
    events = row.pgh_event_model.objects.filter(pgh_obj=row.pk, pgh_id__gt=key_of(seen) or 0)
    since = entries(events.select_related("pgh_context").order_by("pgh_id"), user)
    who = dict.fromkeys(entry.who for entry in since if entry.who != NOTHING)
    return _(
        "%(who)s has saved this since you opened it (%(what)s). Saving again puts what stands here in its place."
    ) % {
        "who": _(", ").join(who) or _("Somebody else"),
        "what": _("; ").join(_changed(since)) or _("see its history"),
    }


def _changed(since: list[Entry]) -> list[str]:
    """Each field with what it held at first and what it holds now."""
    held: dict[str, list[str]] = {}
    for change in (change for entry in since for change in entry.changes):
        held.setdefault(change.label, [change.before, ""])[1] = change.after
    return [
        _("%(field)s: %(before)s → %(after)s") % {"field": field, "before": _short(old), "after": _short(new)}
        for field, (old, new) in held.items()
        if old != new
    ]


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST)


def state_at(row: Model, seen: str) -> Model | None:
    """The row as the official saw it."""
    return row.pgh_event_model.objects.filter(pgh_obj=row.pk, pgh_id=key_of(seen) or 0).first()


def bring_up_to_date(form: forms.ModelForm, seen: Model | None, now: Model) -> bool:
    """Put what is stored now into the boxes that the official left as they saw them; whether they changed any other."""
    held = type(now).pgh_event_model if seen is None else seen  # the trail leaves passwords out
    columns = {c.name: c.attname for c in now._meta.concrete_fields if hasattr(held, c.attname)}
    form.data, touched = form.data.copy(), False
    for box in form:
        if box.name not in columns or box.field.disabled or box.field.widget.is_hidden:
            continue
        if seen is None or box.field.has_changed(getattr(seen, columns[box.name]), box.data):
            touched = True
        elif box.html_name in form.data:
            value = box.field.prepare_value(getattr(now, columns[box.name]))
            form.data[box.html_name] = "" if value is None else value
    return touched
