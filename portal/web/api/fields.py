"""Serializer fields shared by several endpoints."""

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class ReadOnly:
    """A field that is only ever answered."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, read_only=True, **kwargs)


class Text(ReadOnly, serializers.CharField):
    """A text in the requested language; empty if there is none."""

    def to_representation(self, value: object) -> str:
        return str(value)


class Word(ReadOnly, serializers.ChoiceField):
    """A value from a fixed list; empty if none applies."""

    def to_representation(self, value: str) -> str:
        return str(value)


class Day(ReadOnly, serializers.DateField):
    """A date."""


class Time(ReadOnly, serializers.DateTimeField):
    """A time with the district's UTC offset."""


class PastTime(Time):
    """A time shown only once it has passed: the end of a range may lie in the future, under embargo."""

    def get_attribute(self, instance: object) -> dt.datetime | None:
        time = super().get_attribute(instance)
        return time if time is not None and time <= self.context["moment"].at else None


class Value(ReadOnly, serializers.DecimalField):
    """A number with all its published digits."""

    def __init__(self, **kwargs) -> None:
        super().__init__(max_digits=24, decimal_places=6, coerce_to_string=False, **kwargs)

    def to_representation(self, value: Decimal) -> Decimal:
        return value


class Shortened(Value):
    """A computed number without trailing zeros."""

    def to_representation(self, value: Decimal) -> Decimal:
        text = format(value, "f")
        return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value


class Codes(ReadOnly, serializers.ListField):
    """Codes of rows, or texts."""

    child = serializers.CharField()


# No docstring: OpenAPI would show it. The serializer of a detail or row: an object that holds the thing itself in the
# attribute `about`. A subclass also inherits from `row`, the serializer of the thing alone, and adds what goes with it.
class DetailSerializer(serializers.Serializer):
    about: str
    row: type[serializers.Serializer]

    @cached_property
    def alone(self) -> serializers.Serializer:
        return self.row(context=self.context)

    def to_representation(self, detail: object) -> dict[str, Any]:
        shown = self.alone.to_representation(getattr(detail, self.about))
        for name, field in self.fields.items():
            if name not in shown:
                value = field.get_attribute(detail)
                shown[name] = None if value is None else field.to_representation(value)
        return {name: shown[name] for name in self.fields}


class Answer(serializers.Serializer):
    """The members at the head of every answer."""

    as_of = serializers.SerializerMethodField(
        help_text=_("The date or time requested; null for the current state.")
    )
    data_version = serializers.SerializerMethodField(
        help_text=_("Version of all public data: equal versions mean equal answers.")
    )
    unchanged_since = serializers.SerializerMethodField(
        help_text=_(
            "Instant of the last public change: with it as `as_of` the address gives this answer for ever."
        )
    )

    def get_as_of(self, _row: object) -> str | None:
        return self.context["moment"].as_of

    def get_data_version(self, _row: object) -> str:
        return self.context["moment"].state.version

    def get_unchanged_since(self, _row: object) -> str:
        return self.context["moment"].unchanged_since
