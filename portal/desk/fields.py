"""Form fields and widgets of the desk."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.forms import Select, SelectMultiple
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.staff.models import User

#: What stands between year, month and day, and what may follow the day.
BETWEEN = re.compile(r"\s*[年月/.\-]\s*")
AFTER = re.compile(r"\s*日$")


class DayField(forms.DateField):
    """Takes 2026-11-20, 2026/11/20, 2026.11.20 and 2026年11月20日, in full-width digits too."""

    default_error_messages = {"invalid": _("There is no such day. Write days as 2026-11-20.")}

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d"]} | kwargs)

    def to_python(self, value: object) -> object:
        if isinstance(value, str):
            value = AFTER.sub("", unicodedata.normalize("NFKC", value).strip())
            value = BETWEEN.sub("-", value)
        return super().to_python(value)


class SearchBoxMixin(AutocompleteMixin):
    def optgroups(self, name: str, value: Iterable[str], attrs: dict | None = None) -> list:
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if can_hold(key, one)], attrs)


class SearchBox(SearchBoxMixin, Select):
    pass


class SearchBoxMultiple(SearchBoxMixin, SelectMultiple):
    pass


def can_hold(column: Field, value: object) -> bool:
    """Whether the column can hold the value at all; the database breaks off at any other."""
    try:
        column.run_validators(column.to_python(value))
    except (ValidationError, ValueError):
        return False
    return "\0" not in str(value)


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
