"""Indicators, series, observations and checks as JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.models import Indicator
from portal.periods import Period
from portal.web.api.fields import Day, Text, Word


class DimensionValues(serializers.DictField):
    """Dimension code → value code."""

    child = serializers.CharField()

    def __init__(self, **kwargs) -> None:
        super().__init__(
            read_only=True, **{"help_text": _("Code of the dimension → code of its value."), **kwargs}
        )


class PeriodSerializer(serializers.Serializer):
    """The days that a figure is about, both included; `start` is null for a state and for an open beginning."""

    start = Day(allow_null=True)
    end = Day()
    basis = Word(Indicator.Basis.choices)
    label = Text()


class PeriodOf(PeriodSerializer):
    """The days that a figure is about, both included; `start` is null for a state and for an open beginning."""

    def get_attribute(self, instance: object) -> Period:
        return Period(instance.period_start, instance.period_end, instance.series.indicator.basis)
