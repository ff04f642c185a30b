"""Indicators, series, figures and their checks."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.models import CheckKind, CheckTerm, Indicator, Observation
from portal.publishing.api import Locator
from portal.statistics.api import DimensionValues, PeriodOf
from portal.web.api.fields import Answer, Codes, PastTime, Shortened, Text, Time, Value, Word


class ObservationSerializer(serializers.Serializer):
    """One value of a series for a period, as one release stated it."""

    id = serializers.IntegerField()
    indicator = Text(source="series.indicator.code")
    indicator_name = Text(source="series.indicator.name")
    sector = Text(source="series.indicator.sector_id")
    area = Text(source="series.area.code")
    area_name = Text(source="series.area.name")
    dimensions = DimensionValues(source="series.dimensions")
    period = PeriodOf()
    kind = Word(Observation.Kind.choices)
    value = Value(
        source="rounded",
        allow_null=True,
        help_text=_("In the unit; null where the status is suppressed or missing."),
    )
    unit = Text(source="series.indicator.unit_id")
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)
    status = Word(Observation.Status.choices)
    as_printed = Text(help_text=_("The token of the document, damaged or not."))
    note = Text()
    release = Text(source="release.slug", help_text=_("Of the release that stated it."))
    locator = Locator()
    released_at = Time()
    superseded_at = PastTime(
        allow_null=True, help_text=_("When a later release took its place; null while it is in force.")
    )


class ObservationAnswer(Answer, ObservationSerializer):
    """One figure."""


class LatestSerializer(serializers.Serializer):
    """The newest figure of an indicator: the whole before its breakdowns, results before targets."""

    id = serializers.IntegerField()
    area = Text(source="series.area.code")
    dimensions = DimensionValues(source="series.dimensions")
    period = PeriodOf()
    kind = Word(Observation.Kind.choices)
    value = Value(source="rounded", allow_null=True)
    qualifier = Word(Observation.Qualifier.choices, allow_blank=True)
    status = Word(Observation.Status.choices)
    release = Text(source="release.slug")


class IndicatorSerializer(serializers.Serializer):
    """What is measured."""

    code = Text()
    name = Text()
    definition = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    unit = Text(source="unit_id")
    unit_name = Text(source="unit.name")
    unit_symbol = Text(source="unit.symbol")
    basis = Word(Indicator.Basis.choices)
    decimals = serializers.IntegerField()
    dimensions = Codes(help_text=_("Codes of the dimensions that its series are broken down by."))
    headline = serializers.BooleanField()
    frequency = Text(
        help_text=_(
            "How often a new figure is expected, by SDMX's CL_FREQ: A, S, Q or M; empty where nothing is promised."
        )
    )
    series_count = serializers.IntegerField(
        help_text=_("How many series are public; where there are several, `latest` is of one of them.")
    )
    latest = LatestSerializer(allow_null=True)


class SeriesSerializer(serializers.Serializer):
    """One line of figures: an indicator in an area, broken down by dimension values."""

    id = serializers.IntegerField()
    indicator = Text(source="indicator.code")
    indicator_name = Text(source="indicator.name")
    sector = Text(source="indicator.sector_id")
    unit = Text(source="indicator.unit_id")
    basis = Word(Indicator.Basis.choices, source="indicator.basis")
    area = Text(source="area.code")
    area_name = Text(source="area.name")
    dimensions = DimensionValues()
    breakdown = Codes(help_text=_("Names of the dimension values."))


class SeriesAnswer(Answer, SeriesSerializer):
    """One series with its figures in force, by period."""

    observations = ObservationSerializer(many=True, source="public_observations")


class OperandSerializer(serializers.Serializer):
    """A figure that went into a check, in its role."""

    observation = serializers.IntegerField(source="observation_id", help_text=_("Its id."))
    role = Word(CheckTerm.Role.choices)
    indicator = Text(source="observation.series.indicator.code")
    area = Text(source="observation.series.area.code")
    dimensions = DimensionValues(source="observation.series.dimensions")
    value = Value(source="observation.rounded", allow_null=True)
    release = Text(source="observation.release.slug")


class CheckResultSerializer(serializers.Serializer):
    """What an identity gave for a period when a release was submitted; the difference is stated minus computed."""

    id = serializers.IntegerField()
    kind = Word(CheckKind.choices)
    title = Text()
    note = serializers.SerializerMethodField()
    indicator = Text(source="series.indicator.code")
    indicator_name = Text(source="series.indicator.name")
    sector = Text(source="series.indicator.sector_id")
    area = Text(source="series.area.code")
    area_name = Text(source="series.area.name")
    dimensions = DimensionValues(source="series.dimensions")
    period = PeriodOf()
    unit = Text(source="series.indicator.unit_id")
    stated = Shortened()
    computed = Shortened()
    difference = Shortened()
    passed = serializers.BooleanField()
    reason = Text(help_text="Why it is published although it does not hold; empty where it holds.")
    operands = OperandSerializer(many=True, source="operands.all")
    release = Text(source="release.slug")
    released_at = Time()
    superseded_at = PastTime(allow_null=True)

    def get_note(self, result) -> str:
        return result.check_rule.note if result.check_rule else ""


class CheckResultAnswer(Answer, CheckResultSerializer):
    """One result of a check."""


class SeriesWithLatestSerializer(SeriesSerializer):
    """A series with its newest figure."""

    latest = LatestSerializer(allow_null=True)


class IndicatorAnswer(Answer, IndicatorSerializer):
    """One indicator with its series and what became of the checks that its figures go into."""

    series = SeriesWithLatestSerializer(many=True, source="public_series")
    checks = CheckResultSerializer(many=True)
