"""Autocomplete boxes for foreign keys. Invalid input shows as no choice and never breaks the page."""

from collections.abc import Iterable

from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.forms import Select, SelectMultiple


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
