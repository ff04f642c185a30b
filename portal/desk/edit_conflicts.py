"""Optimistic locking for admin forms.

A page carries, for its row and for each inline row, the number of the last recorded change. The audit trail at that
number is what the official saw.
"""

from collections.abc import Collection, Iterable

from django import forms
from django.db.models import Max, Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.desk.audit.entries import NOTHING, entries
from portal.desk.pages import key_of
from portal.staff.models import User

#: The hidden field with the number for the row of the page; those of inline rows begin with it.
SEEN = "_seen"
#: The longest value quoted in a message, in characters.
LONGEST = 60


def last_changes(rows: Collection[Model]) -> dict[int, str]:
    """The number of the last recorded change by row, in one query; the rows are of one model."""
    model = next((type(row) for row in rows), None)
    if not hasattr(model, "pgh_event_model"):
        return {}
    events = model.pgh_event_model.objects.filter(pgh_obj__in=[row.pk for row in rows]).order_by()
    return {row: str(last) for row, last in events.values_list("pgh_obj").annotate(Max("pgh_id"))}


def last_change(row: Model) -> str:
    """The number of the last recorded change; empty if none is recorded."""
    return last_changes([row]).get(row.pk, "")


def seen_name(formset: forms.BaseModelFormSet, row: Model) -> str:
    return f"{SEEN}-{formset.prefix}-{row.pk}"


def seen_rows(formsets: Iterable[forms.BaseModelFormSet]) -> list[tuple[str, str]]:
    """The hidden fields of the inline rows: names and numbers."""
    found = []
    for formset in formsets:
        rows = [form.instance for form in formset.initial_forms if form.instance.pk]
        numbers = last_changes(rows)
        found += [(seen_name(formset, row), numbers[row.pk]) for row in rows if row.pk in numbers]
    return found


def conflict_text(row: Model, seen: str, user: User) -> str:
    """Who has saved the row since, and what they changed."""
    events = row.pgh_event_model.objects.filter(pgh_obj=row.pk, pgh_id__gt=key_of(seen) or 0)
    since = entries(events.select_related("pgh_context").order_by("pgh_id"), user)
    who = dict.fromkeys(entry.who for entry in since if entry.who != NOTHING)
    first_and_last: dict[str, list[str]] = {}
    for change in (change for entry in since for change in entry.changes):
        first_and_last.setdefault(change.label, [change.before, ""])[1] = change.after
    what = [
        _("%(field)s: %(before)s → %(after)s")
        % {
            "field": field,
            "before": Truncator(before).chars(LONGEST),
            "after": Truncator(after).chars(LONGEST),
        }
        for field, (before, after) in first_and_last.items()
        if before != after
    ]
    text = _(
        "%(who)s has saved this since you opened it (%(what)s). Save again to overwrite it with the values shown here."
    )
    return text % {
        "who": _(", ").join(who) or _("Somebody else"),
        "what": _("; ").join(what) or _("see its history"),
    }


def update_form(form: forms.ModelForm, seen: str, current: Model) -> bool:
    """Put current values into the boxes that the official left as they saw them; return whether they changed others."""
    events = current.pgh_event_model
    before = events.objects.filter(pgh_obj=current.pk, pgh_id=key_of(seen) or 0).first()
    recorded = before or events  # passwords are not recorded
    columns = {c.name: c.attname for c in current._meta.concrete_fields if hasattr(recorded, c.attname)}
    form.data, touched = form.data.copy(), False
    for box in form:
        if box.name not in columns or box.field.disabled or box.field.widget.is_hidden:
            continue
        if before is None or box.field.has_changed(getattr(before, columns[box.name]), box.data):
            touched = True
        elif box.html_name in form.data:
            value = box.field.prepare_value(getattr(current, columns[box.name]))
            form.data[box.html_name] = "" if value is None else value
    return touched
