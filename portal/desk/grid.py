"""Boxes of grids in the admin, and the rows that remember what was seen in them."""

import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from portal.staff.models import User

NOT_CHOSEN = "—"


class NumberField(forms.DecimalField):
    """A number as officials type it: full-width digits, a percent sign, thousands separators and blanks are taken."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write the number alone, such as 60 or 59.5.")}

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "").removesuffix("%")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "autocomplete": "off"}


def number_field(model: type, name: str, label: str) -> NumberField:
    """A box for a decimal column, with as many digits as that stores."""
    column = model._meta.get_field(name)
    return NumberField(
        label=label, required=False, max_digits=column.max_digits, decimal_places=column.decimal_places
    )


def text_field(model: type, name: str, label: str, *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput({"autocomplete": "off"})
    longest = model._meta.get_field(name).max_length
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


class RowField(forms.ChoiceField):
    """A choice of rows that were read once for all lists of the page."""

    def offer(self, rows: list) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", NOT_CHOSEN), *((key, str(row)) for key, row in self.rows.items())]

    def clean(self, value: object) -> object:
        return self.rows.get(super().clean(value))


class SeenRow(forms.Form):
    """A row with a hidden box for what the draft held when the form was opened."""

    columns: Collection[str] = ()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> dict[str, str]:
        """What the draft held. Anything else than that is taken as nothing."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            seen = {}
        if not isinstance(seen, Mapping):
            return {}
        return {column: str(seen.get(column, "")) for column in self.columns}

    def overtaken(self, now: Mapping[str, str], words: str) -> None:
        """Say what the draft holds now; saving again then puts the boxes in its place."""
        self.add_error(None, words)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = told(now)


def told(texts: Mapping[str, str]) -> str:
    """The texts as the hidden box holds them."""
    return json.dumps(dict(texts), ensure_ascii=False)


def who_changed(model: type[Model], rows: Iterable[Model | None]) -> dict[int, str]:
    """By row the name of whoever changed it last."""
    keys = [row.pk for row in rows if row]
    events = model.pgh_event_model.objects.filter(pgh_obj__in=keys).select_related("pgh_context")
    by = {
        e.pgh_obj_id: (e.pgh_context.metadata if e.pgh_context else {}).get("user")
        for e in events.order_by("pgh_id")
    }
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=by.values())}
    return {key: names.get(user, "") for key, user in by.items()}
