"""Indicators and series as rows: with the newest figure of each, and what that is compared with."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.shortcuts import get_object_or_404

from portal.statistics.charts.chart import Chart
from portal.statistics.comparison import Change, last_change, newest_target
from portal.statistics.models import Indicator, Observation, Series
from portal.statistics.models.indicator import SeriesQuerySet


@dataclass(frozen=True, kw_only=True)
class SeriesRow:
    """A series with its newest figure; None where none is in force."""

    series: Series
    latest: Observation | None


@dataclass(frozen=True, kw_only=True)
class SeriesDetail:
    """A series with its figures in force, by period."""

    series: Series
    figures: Sequence[Observation]

    @classmethod
    def at(cls, pk: int | str, at: dt.datetime) -> Self:
        """The one with that id. Raises Http404 before a figure of it was released."""
        series = get_object_or_404(Series.objects.released(at).for_list(), pk=pk)
        figures = Observation.objects.known_at(at).filter(series=series).for_list()
        return cls(series=series, figures=list(figures.order_by("period_end", "kind", "id")))


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """An indicator with its newest figure; None where none is in force. With several series it is of one of them.

    `with_changes` adds the change of that figure and the target ahead, `with_charts` the charts.
    """

    indicator: Indicator
    latest: Observation | None
    series_count: int
    change: Change | None = None
    target: Observation | None = None
    charts: Sequence[Chart] = ()

    @property
    def chart(self) -> Chart | None:
        """The chart that says most."""
        return next(iter(self.charts), None)

    @property
    def age(self) -> float:
        """Sorts by the release of the newest figure, the newest first, none last."""
        return -self.latest.release.released_at.timestamp() if self.latest else 0.0


def indicator_rows(indicators: Iterable[Indicator], at: dt.datetime) -> list[IndicatorRow]:
    """Rows of indicators read `with_latest`; two queries."""
    indicators = list(indicators)
    counts = Series.objects.released(at).filter(indicator__in=indicators).count_by_indicator()
    latest = Observation.objects.for_list().in_bulk([i.latest_id for i in indicators if i.latest_id])
    return [
        IndicatorRow(indicator=one, latest=latest.get(one.latest_id), series_count=counts.get(one.pk, 0))
        for one in indicators
    ]


def with_changes(rows: Iterable[IndicatorRow], at: dt.datetime) -> list[IndicatorRow]:
    """The rows with the change of each newest figure and the target ahead of it; one query."""
    rows = list(rows)
    series = [row.latest.series_id for row in rows if row.latest]
    known = Observation.objects.known_at(at).filter(series__in=series).for_list().by_series()
    return [_with_change(row, known.get(row.latest.series_id, [])) if row.latest else row for row in rows]


def _with_change(row: IndicatorRow, known: Sequence[Observation]) -> IndicatorRow:
    return replace(row, change=last_change(row.latest, known), target=newest_target(row.latest, known))


def newest_figures(series: SeriesQuerySet, at: dt.datetime, most: int) -> list[Observation]:
    """The newest figure of each of the series, those released last first; one query."""
    latest = series.with_latest(at).values("latest_id")
    figures = Observation.objects.filter(pk__in=latest).for_list()
    return list(figures.order_by("-released_at", "series__indicator__order", "pk")[:most])


def newest_indicator(at: dt.datetime) -> Indicator | None:
    """The indicator with the newest figure in force, headline indicators first."""
    order = ("-series__indicator__headline", "-released_at", "series__indicator__order", "pk")
    newest = Observation.objects.known_at(at).select_related("series__indicator").order_by(*order).first()
    return newest.series.indicator if newest else None


def series_rows(indicator: Indicator, at: dt.datetime) -> list[SeriesRow]:
    """The public series of the indicator, the whole first; two queries."""
    public = Series.objects.released(at).filter(indicator=indicator).with_latest(at)
    series = list(public.for_list().whole_first())
    latest = Observation.objects.for_list().in_bulk([one.latest_id for one in series if one.latest_id])
    return [SeriesRow(series=one, latest=latest.get(one.latest_id)) for one in series]
