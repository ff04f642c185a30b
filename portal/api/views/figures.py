"""Indicators, series, figures and their checks."""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery

from portal.api.serializers.figures import (
    CheckResultAnswer,
    CheckResultSerializer,
    IndicatorAnswer,
    IndicatorSerializer,
    ObservationAnswer,
    ObservationSerializer,
    SeriesAnswer,
    SeriesSerializer,
)
from portal.figures import attach_breakdowns, attach_latest
from portal.filters import CheckResultFilter, IndicatorFilter, ObservationFilter, SeriesFilter
from portal.models import CheckResult, Indicator, Observation, Series
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class Observations:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Observation.objects.released(at).for_list()


class ObservationList(Observations, ListView):
    """Figures by series and period: those in force, or with `versions=all` every version that was published."""

    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter
    keyset = Keyset("series_id", "period_end", "id")


class ObservationDetail(Observations, DetailView):
    """One figure, in force or superseded."""

    serializer_class = ObservationAnswer
    key = "id"


class Indicators:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Indicator.objects.released(at).with_latest(at).for_list()


class IndicatorList(Indicators, ListView):
    """Indicators of which a figure was public, each with definition, unit and newest figure."""

    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    keyset = Keyset("sector__order", "order", "code")

    def prepare(self, rows: list[Indicator]) -> list[Indicator]:
        return attach_latest(rows, self.request.moment.at)


class IndicatorDetail(Indicators, DetailView):
    """One indicator with its series, the newest figure of each, and the checks that its figures go into."""

    serializer_class = IndicatorAnswer

    def complete(self, indicator: Indicator, at: dt.datetime) -> Indicator:
        attach_latest([indicator], at)
        indicator.public_series = series_with_latest(indicator, at)
        indicator.checks = CheckResult.objects.known_at(at).with_figures_of(indicator).for_list()
        return indicator


def series_with_latest(indicator: Indicator, at: dt.datetime) -> list[Series]:
    """The public series of the indicator, the whole first, each with its newest figure as `latest`."""
    newest = Observation.objects.known_at(at).filter(series=OuterRef("pk")).newest_first()
    public = Series.objects.released(at).filter(indicator=indicator).for_list().whole_first()
    series = list(public.annotate(latest_id=Subquery(newest.values("pk")[:1])))
    latest = Observation.objects.for_list().in_bulk([one.latest_id for one in series if one.latest_id])
    for one in series:
        one.latest = latest.get(one.latest_id)
    attach_breakdowns(series)
    return series


class SeriesRows:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Series.objects.released(at).for_list()


class SeriesList(SeriesRows, ListView):
    """Series of which a figure was public: each is an indicator in an area, broken down by dimension values."""

    serializer_class = SeriesSerializer
    filterset_class = SeriesFilter
    keyset = Keyset("indicator__code", "area__code", "id")

    def prepare(self, rows: list[Series]) -> list[Series]:
        attach_breakdowns(rows)
        return rows


class SeriesDetail(SeriesRows, DetailView):
    """One series with its figures in force."""

    serializer_class = SeriesAnswer
    key = "id"

    def complete(self, series: Series, at: dt.datetime) -> Series:
        attach_breakdowns([series])
        figures = Observation.objects.known_at(at).filter(series=series).for_list()
        series.public_observations = figures.order_by("period_end", "kind", "id")
        return series


class CheckResults:
    def rows(self, at: dt.datetime) -> QuerySet:
        return CheckResult.objects.released(at).for_list()


class CheckResultList(CheckResults, ListView):
    """Results of checks, those that failed first: in force, or with `versions=all` those superseded too."""

    serializer_class = CheckResultSerializer
    filterset_class = CheckResultFilter
    keyset = Keyset("passed", "-period_end", "id")


class CheckResultDetail(CheckResults, DetailView):
    """One result of a check, in force or superseded."""

    serializer_class = CheckResultAnswer
    key = "id"
