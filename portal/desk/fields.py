"""Form fields and widgets of the desk, and the rows of its grids."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import PrintedRecord, Release, Section
from portal.records.columns import plain
from portal.records.findings import Finding
from portal.records.parsing import (
    ImplausibleYear,
    NotAPercentage,
    implausible_year,
    number_advice,
    parse_day,
    qualified,
    read_number_of,
)
from portal.staff.models import User

NOT_CHOSEN = "—"
#: The value of a browser's `datetime-local` box.
LOCAL = "%Y-%m-%dT%H:%M"


class DayField(forms.DateField):
    """Accepts days as workbooks do: 2026-11-20, 2026/11/20, 2026.11.20 and 2026年11月20日, in full-width digits too."""

    input_formats = ("%Y-%m-%d",)
    default_error_messages = {"invalid": _("There is no such day. Write days as YYYY-MM-DD.")}

    def to_python(self, value: object) -> object:
        if isinstance(value, str):
            try:
                return parse_day(value)
            except ImplausibleYear:
                raise ValidationError(implausible_year(), code="year") from None
            except ValueError:
                pass  # said below
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """Accepts numbers as workbooks do: full-width digits, thousands separators, sizes such as 万.

    `percent`: a percent sign too; `measured`: a measure word, which the validator compares with the unit.
    """

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("This is no plain number: %(advice)s"),
        "percent": _("This is no percentage: write the number itself."),
    }

    def __init__(self, *, percent: bool = False, measured: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.percent, self.measured = percent, measured

    def prepare_value(self, value: object) -> object:
        return plain(value) if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        if not (isinstance(value, str) and value.strip()):
            return super().to_python(value)
        try:
            return read_number_of(value, percent=self.percent, measured=self.measured)
        except NotAPercentage:
            raise ValidationError(self.error_messages["percent"], code="percent") from None
        except ValueError:
            words = self.error_messages["invalid"] % {"advice": number_advice(value)}
            raise ValidationError(words, code="invalid") from None


def number_field(model: type, name: str, label: str, **read: bool) -> NumberField:
    """A box for a decimal column, with as many digits as the column; `read` as for `NumberField`."""
    column = model._meta.get_field(name)
    digits = {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
    return NumberField(label=label, required=False, **read, **digits)


def text_field(model: type, name: str, label: str, *, rows: int = 0) -> forms.CharField:
    """A box for a text column: one line, or a text area with so many rows."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput({"autocomplete": "off"})
    longest = model._meta.get_field(name).max_length
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def text_area(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea({"rows": 3}))


def time_field(label: str, **options: object) -> forms.DateTimeField:
    """Date and time in Beijing time, to the minute."""
    return forms.DateTimeField(
        label=label,
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, LOCAL),
        **options,
    )


class SearchBoxMixin(AutocompleteMixin):
    """An autocomplete that shows an invalid value as no choice, instead of breaking the page."""

    def optgroups(self, name: str, value: Iterable[str], attrs: dict | None = None) -> list:
        column, keys = self.field.remote_field.model._meta.pk, []
        for key in value:
            with suppress(ValidationError, ValueError):
                column.run_validators(column.to_python(key))
                if "\0" not in str(key):
                    keys.append(key)
        return super().optgroups(name, keys, attrs)


class SearchBox(SearchBoxMixin, forms.Select):
    pass


class SearchBoxMultiple(SearchBoxMixin, forms.SelectMultiple):
    pass


class RowField(forms.ChoiceField):
    """A choice of rows that were read once for all lists of the page."""

    def offer(self, rows: list) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", NOT_CHOSEN), *((key, str(row)) for key, row in self.rows.items())]

    def clean(self, value: object) -> object:
        return self.rows.get(super().clean(value))


class PlaceForm(forms.Form):
    """A row of a grid with its place in the document, asked only in a release that retells one."""

    PLACE = ("section", "paragraph", "as_printed")

    section = RowField(label=_("section"), required=False)
    paragraph = forms.IntegerField(
        label=_("paragraph"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    as_printed = text_field(PrintedRecord, "as_printed", _("as printed"))

    def __init__(self, *args, release: Release, sections: list[Section], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if release.is_document:
            self.fields["section"].offer(sections)
        else:
            for name in self.PLACE:
                del self.fields[name]

    @property
    def place(self) -> list[forms.BoundField]:
        return [self[name] for name in self.PLACE if name in self.fields]

    @property
    def first_error_id(self) -> str:
        """The id of the first box with an error, or of the first box for an error of the whole row."""
        boxes = self.visible_fields()
        return next((box for box in boxes if box.errors), boxes[0]).id_for_label

    def report(self, finding: Finding) -> None:
        """Show a finding of the action beside its box."""
        self.add_error(finding.field if finding.field in self.fields else None, finding.message)


class SeenRow(PlaceForm):
    """A row of a grid with a hidden box for the draft as it was when the form was opened.

    `row` has the draft and its code; `as_text` gives the texts of a draft by column.
    """

    columns: Collection[str]
    as_text: Callable[[Model | None], Mapping[str, str]]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row: Any, **kwargs) -> None:
        self.row = row
        stored = self.as_text(row.draft)
        initial = {**stored, "seen": seen_value(stored)}
        super().__init__(*args, prefix=f"row-{row.code}", initial=initial, **kwargs)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        qualified(cleaned)
        return cleaned

    def clean_seen(self) -> dict[str, str]:
        """The draft as the official saw it; empty if the box was tampered with."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            seen = {}
        if not isinstance(seen, Mapping):
            return {}
        return {column: str(seen.get(column, "")) for column in self.columns}

    def values(self) -> dict[str, object]:
        """The entered values by column, as far as the form has boxes."""
        return {name: self.cleaned_data.get(name) for name in self.columns if name in self.fields}

    def show_conflict(self, current: Mapping[str, str], message: str) -> None:
        """Say what somebody else has saved; saving again overwrites it."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen_value(current)


def seen_value(texts: Mapping[str, str]) -> str:
    """The value of the hidden box of a row."""
    return json.dumps(dict(texts), ensure_ascii=False)


def who_changed(model: type[Model], rows: Iterable[Model | None]) -> dict[int, str]:
    """The names of the officials who last changed the rows, by row."""
    keys = [row.pk for row in rows if row]
    events = model.pgh_event_model.objects.filter(pgh_obj__in=keys).select_related("pgh_context")
    by = {
        event.pgh_obj_id: (event.pgh_context.metadata if event.pgh_context else {}).get("user")
        for event in events.order_by("pgh_id")
    }
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=by.values())}
    return {key: names.get(user, "") for key, user in by.items()}
