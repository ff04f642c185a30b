"""Filters of indicators, series, observations and checks."""

import functools
import operator

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.models import Code
from portal.web.filters.fields import MOST_LISTED


class DimensionsField(forms.Field):
    """Texts such as crime_type:fraud, any number of them, each a value of a dimension. Cleans to a dict."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> dict[str, str]:
        texts = [text for text in value or [] if text]
        pairs = [tuple(text.split(":", 1)) for text in texts if ":" in text and "\0" not in text]
        either = functools.reduce(operator.or_, (Q(dimension=d, code=c) for d, c in pairs), Q(pk=None))
        known = Code.objects.filter(either).count()
        if known < len(texts) or len(dict(pairs)) < len(pairs):
            raise forms.ValidationError(_("Not a value of a dimension."))
        return dict(pairs)


class DimensionValues(django_filters.Filter):
    """Values of dimensions, as crime_type:fraud; may be given for several dimensions at once."""

    field_class = DimensionsField
    repeatable = True

    def filter(self, qs: QuerySet, value: dict[str, str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__contains": value}) if value else qs

    def allowed(self) -> list[str]:
        pairs = Code.objects.values_list("dimension", "code")[: MOST_LISTED + 1]
        listed = [f"{dimension}:{code}" for dimension, code in pairs]
        return listed if len(listed) <= MOST_LISTED else ["/api/v1/dimensions"]

    @property
    def schema(self) -> dict:
        return {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]+:[a-z0-9_]+$"}}
