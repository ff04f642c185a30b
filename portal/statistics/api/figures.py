"""Indicators, series and observations as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.areas.api import ExtentChangeSerializer
from portal.publishing.api import Locator, VersionFields
from portal.publishing.filters import versions_asked_for
from portal.publishing.printed import CheckState
from portal.statistics.api.lines import COLUMNS, FigureCheckSerializer, Lines
from portal.statistics.codes import Basis, ObservationKind, ObservationStatus, Qualifier
from portal.statistics.emptiness import why_no_figures
from portal.statistics.extents import Extent, extents
from portal.statistics.fields import INFERRED
from portal.statistics.figures import IndicatorRow, SeriesDetail, SeriesRow, indicator_rows
from portal.statistics.filters import IndicatorFilter, ObservationFilter, SeriesFilter
from portal.statistics.models import Indicator, Observation, Series
from portal.statistics.periods import Period
from portal.web.api.empty import Empty, before_everything
from portal.web.api.fields import (
    Answer,
    Codes,
    Day,
    DetailSerializer,
    PastTime,
    Text,
    Time,
    Value,
    Word,
)
from portal.web.api.responses import Rendered
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class DimensionValues(serializers.DictField):
    """Dimension code → value code."""

    child = serializers.CharField()

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("help_text", _("Code of the dimension → code of its value."))
        super().__init__(read_only=True, **kwargs)


class PeriodOf(serializers.Serializer):
    """The period of a figure, both days included; `start` is null for a point in time and for a running total."""

    start = Day(allow_null=True)
    end = Day()
    basis = Word(Basis.choices)
    label = Text()
    inferred = serializers.BooleanField(help_text=INFERRED)

    def get_attribute(self, instance: object) -> Period:
        return instance.period


def worst_state() -> Word:
    """The field `check_state` of a figure."""
    text = _("The worst state of its checks; empty if none applies.")
    return Word(CheckState.choices, allow_blank=True, help_text=text)


class ObservationSerializer(serializers.Serializer):
    """One value of a series for a period, as one release stated it."""

    id = serializers.IntegerField()
    indicator = Text(source="series.indicator.code")
    indicator_name = Text(source="series.indicator.name")
    sector = Text(source="series.indicator.sector_id")
    area = Text(source="series.area.code")
    area_name = Text(source="series.area.label")
    dimensions = DimensionValues(source="series.dimensions")
    period = PeriodOf()
    kind = Word(ObservationKind.choices)
    value = Value(
        source="rounded",
        allow_null=True,
        help_text=_("In the unit; null where the status is suppressed or missing."),
    )
    unit = Text(source="series.indicator.unit_id")
    qualifier = Word(Qualifier.choices, allow_blank=True)
    status = Word(ObservationStatus.choices)
    as_printed = Text(help_text=_("As printed in the document, errors included."))
    note = Text()
    release = Text(source="release.slug", help_text=_("The release that stated it."))
    locator = Locator()
    released_at = Time()
    superseded_at = PastTime(
        allow_null=True, help_text=_("When a later release superseded it; null while in force.")
    )
    not_comparable = Word(
        Observation._meta.get_field("not_comparable").choices,
        allow_blank=True,
        help_text=_("How it differs from its indicator; then it is compared with no other figure."),
    )
    check_state = worst_state()
    checks = FigureCheckSerializer(many=True)


class ObservationVersionSerializer(ObservationSerializer, VersionFields):
    """One value of a series for a period, as one release stated it, with the versions before and after."""


class ObservationAnswer(Answer, ObservationVersionSerializer):
    """One figure."""


class LatestSerializer(ObservationVersionSerializer):
    """The newest figure of an indicator: the whole before its breakdowns, results before targets."""


class DefinitionSerializer(serializers.Serializer):
    """What is measured."""

    code = Text()
    name = Text()
    definition = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    unit = Text(source="unit_id")
    unit_name = Text(source="unit.name")
    unit_symbol = Text(source="unit.symbol")
    basis = Word(Basis.choices)
    counted_from = Text(
        help_text=_("Month and day from which it is counted each year, such as 09-01; else empty.")
    )
    year_name = Text(help_text=_("What such a year is called; else empty."))
    decimals = serializers.IntegerField()
    dimensions = Codes(help_text=_("Codes of the dimensions by which its series are broken down."))
    comparable_from = Day(
        allow_null=True,
        help_text=_(
            "Figures before and after that day are not comparable; null where there is no such break."
        ),
    )
    denominator = Text(
        source="public_denominator.code",
        default=None,
        allow_null=True,
        help_text=_(
            "Code of the indicator of which it counts a part; null if none is declared, or none is public."
        ),
    )
    denominator_name = Text(source="public_denominator.name", default=None, allow_null=True)
    headline = serializers.BooleanField()
    frequency = Text(
        help_text=_(
            "How often a new figure is expected, by SDMX's CL_FREQ: A, S, Q or M; empty where nothing is promised."
        )
    )


class IndicatorSerializer(DetailSerializer, DefinitionSerializer):
    """What is measured."""

    about, row = "indicator", DefinitionSerializer

    series_count = serializers.IntegerField(
        help_text=_("Number of public series; if there are several, `latest` belongs to one of them.")
    )
    latest = LatestSerializer(allow_null=True)
    is_withdrawn = serializers.BooleanField(
        help_text=_("Whether all its figures were withdrawn; then `latest` is null.")
    )


class SeriesSerializer(serializers.Serializer):
    """A series: an indicator in an area, broken down by dimension values."""

    id = serializers.IntegerField()
    indicator = Text(source="indicator.code")
    indicator_name = Text(source="indicator.name")
    sector = Text(source="indicator.sector_id")
    unit = Text(source="indicator.unit_id")
    basis = Word(Basis.choices, source="indicator.basis")
    area = Text(source="area.code")
    area_name = Text(source="area.label")
    dimensions = DimensionValues()
    breakdown = Codes(help_text=_("Names of the dimension values."))


class ExtentFields(serializers.Serializer):
    """Which days the figures in force are about, and how many there are."""

    first_day = Day(
        source="extent.first",
        allow_null=True,
        help_text=_("First day that its figures in force are about; null if all are withdrawn."),
    )
    last_day = Day(source="extent.last", allow_null=True, help_text=_("Last day that they are about."))
    observation_count = serializers.IntegerField(
        source="extent.count", help_text=_("How many figures are in force.")
    )


class SeriesRowSerializer(DetailSerializer, SeriesSerializer, ExtentFields):
    """A series: an indicator in an area, broken down by dimension values."""

    about, row = "series", SeriesSerializer


class SeriesWithLatestSerializer(DetailSerializer, SeriesSerializer, ExtentFields):
    """A series with its newest figure."""

    about, row = "series", SeriesSerializer

    latest = LatestSerializer(allow_null=True)


class SeriesAnswer(Answer, DetailSerializer, SeriesSerializer, ExtentFields):
    """One series with its figures in force, by period."""

    about, row = "series", SeriesSerializer

    observations = ObservationVersionSerializer(many=True, source="figures")
    breaks = ExtentChangeSerializer(
        many=True,
        help_text=_("Days within its figures on which the area took in another: not comparable across."),
    )


class ObservationList(ListView):
    """Figures by series and period: those in force, or with `versions=all` every version that was published."""

    serializer_class = ObservationVersionSerializer
    filterset_class = ObservationFilter
    keyset = Keyset("series_id", "period_end", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return (
            versions_asked_for(Observation.objects, self.request)
            .with_neighbours()
            .values_list(*COLUMNS, named=True)
        )

    def results(self, rows: list[tuple]) -> list[Rendered]:
        return Lines(self.request.moment).of(rows)

    def why_empty(self, filterset: ObservationFilter) -> Empty:
        return before_everything(self.request.moment) or why_no_figures(self.request)


class ObservationDetail(DetailView):
    """One figure, in force or superseded."""

    serializer_class = ObservationAnswer
    key = "id"

    def rows(self, at: dt.datetime) -> QuerySet:
        return Observation.objects.released(at).with_neighbours().for_list().with_checks(at)


class IndicatorList(ListView):
    """Indicators with public figures, each with definition, unit and newest figure."""

    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    keyset = Keyset("sector__order", "order", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Indicator.objects.released(at).with_latest(at).with_denominator(at).for_list()

    def prepare(self, rows: list[Indicator]) -> list[IndicatorRow]:
        return indicator_rows(rows, self.request.moment.at)


class SeriesList(ListView):
    """Series with public figures: an indicator in an area, broken down by dimension values."""

    serializer_class = SeriesRowSerializer
    filterset_class = SeriesFilter
    keyset = Keyset("indicator__code", "area__code", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Series.objects.released(at).for_list()

    def prepare(self, rows: list[Series]) -> list[SeriesRow]:
        days, none = extents(rows, self.request.moment.at), Extent()
        return [SeriesRow(series=one, extent=days.get(one.pk, none)) for one in rows]


class SeriesDetailView(DetailView):
    """One series with its figures in force."""

    serializer_class = SeriesAnswer
    key = "id"

    def row(self, at: dt.datetime, **key: str) -> SeriesDetail:
        return SeriesDetail.at(key["id"], at)
