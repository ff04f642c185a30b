"""Figures as pages show them: indicators and series as rows, changes, and tables of all versions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.shortcuts import get_object_or_404

from portal.areas.detail import ExtentChange, breaks_between
from portal.publishing.models import Release
from portal.publishing.models.released import Version
from portal.statistics.changes import Change, last_change
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import chart_of, charts_of
from portal.statistics.codes import Incomparable, ObservationKind
from portal.statistics.comparability import TARGET, incomparable
from portal.statistics.extents import NO_FIGURES, Extent, extents
from portal.statistics.models import Indicator, Observation, Series
from portal.statistics.models.observation import ObservationQuerySet
from portal.statistics.models.series import SeriesQuerySet
from portal.web.numbers import per_cent

#: Versions on the page of an indicator: of its first series, of all others together, and of each of these at least. The
#: rest is on pages of one series, which have as many as the first has here.
OF_FIRST, OF_OTHERS, OF_EACH = 20, 40, 3
#: Releases in which the newest figures are looked for, before all series are.
MOST_RELEASES = 6
#: Figures of a series among which a change and a target are looked for: three years of months.
MOST_RECENT = 36
#: Series on a page that have charts of their own; of more only the first has one.
MOST_DRAWN = 6


@dataclass(frozen=True)
class Obstacle:
    """A figure that another must not be compared with, and the reason."""

    figure: Observation
    reason: Incomparable


def newest_target(figure: Observation, others: Iterable[Observation]) -> Observation | None:
    """The target that applies to the figure: of the same series, for a period ending in the same year."""
    if not figure.is_result:
        return None
    targets = [
        other
        for other in others
        if other.kind == ObservationKind.TARGET
        and other.value is not None
        and other.period.year == figure.period.year
        and other.period_end >= figure.period_end
    ]
    return min(targets, key=lambda target: target.period_end, default=None)


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """An indicator with its newest figure; None where none is in force. With several series it is of one of them.

    `change` is the change of that figure, `target` the target ahead of it. `charts`: the one that says most first.
    """

    indicator: Indicator
    latest: Observation | None
    series_count: int
    change: Change | None = None
    target: Observation | None = None
    charts: Sequence[Chart] = ()

    @property
    def target_obstacle(self) -> Incomparable | None:
        """Why the figure must not be measured by its target."""
        return incomparable(self.latest, self.target, TARGET) if self.latest and self.target else None

    @property
    def comparable_change(self) -> Change | None:
        return None if self.change and self.change.obstacle else self.change

    @property
    def obstacles(self) -> list[Obstacle]:
        """The figures beside the newest one that it must not be compared with, and why."""
        found = [Obstacle(self.change.earlier, self.change.obstacle)] if self.change else []
        found.append(Obstacle(self.target, self.target_obstacle))
        return [one for one in found if one.reason]

    @property
    def chart(self) -> Chart | None:
        return self.charts[0] if self.charts else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether figures of it were released, and all have been withdrawn."""
        return self.latest is None

    @property
    def age(self) -> float:
        """Sorts by the release of the newest figure, the newest first, none last."""
        return -self.latest.release.released_at.timestamp() if self.latest else 0.0


def indicator_rows(
    indicators: Iterable[Indicator], at: dt.datetime, *, changes: bool = False, charts: bool = False
) -> list[IndicatorRow]:
    """Rows of indicators read `with_latest`; three queries, one more for changes and five for charts.

    `changes`: with changes and targets, for which the last figures of the series are read.
    """
    indicators = list(indicators)
    counts = Series.objects.released(at).filter(indicator__in=indicators).count_by_indicator()
    figures = Observation.objects.for_many() if changes else Observation.objects.for_list()
    figures = figures.with_checks(at).with_neighbours()
    among = Q(pk__in=[one.latest_id for one in indicators if one.latest_id])
    if changes:
        own = Series.objects.filter(pk__in=Observation.objects.filter(among).values("series"))
        recent = own.newest_ids(at, MOST_RECENT).values()
        among |= Q(pk__in=[pk for ids in recent for pk in ids])
    known = figures.known_at(at).filter(among).by_series()
    by_pk = {figure.pk: figure for found in known.values() for figure in found}
    drawn = charts_of(indicators, at) if charts else {}
    rows = []
    for indicator in indicators:
        latest = by_pk.get(indicator.latest_id)
        others = known[latest.series_id] if latest and changes else ()
        count, own = counts.get(indicator.pk, 0), drawn.get(indicator.pk, ())
        rows.append(_row(indicator, latest, others, count, own))
    return rows


def _row(
    indicator: Indicator,
    latest: Observation | None,
    others: Sequence[Observation],
    series_count: int,
    charts: Sequence[Chart] = (),
) -> IndicatorRow:
    """`others`: the figures in force of the series of the newest, with which that may be compared."""
    return IndicatorRow(
        indicator=indicator,
        latest=latest,
        series_count=series_count,
        change=last_change(latest, others) if others else None,
        target=newest_target(latest, others) if others else None,
        charts=charts,
    )


def newest_indicator(at: dt.datetime) -> Indicator | None:
    """The indicator with the newest figure in force, headline indicators first."""
    order = ("-series__indicator__headline", "-released_at", "series__indicator__order", "pk")
    newest = Observation.objects.known_at(at).select_related("series__indicator").order_by(*order).first()
    return newest.series.indicator if newest else None


def newest_figures(series: SeriesQuerySet, at: dt.datetime, most: int) -> list[Observation]:
    """The newest figure of each of the series, those released last first.

    Looked for in the last releases, with a query each, before all series are: few releases have as many as are wanted.
    """
    order = ("-released_at", "series__indicator__order", "pk")
    found: list[int] = []
    for release in Release.objects.released(at).order_by("-released_at", "-pk")[:MOST_RELEASES]:
        own = Observation.objects.known_at(at).filter(release=release, series__in=series)
        latest = Series.objects.filter(pk__in=own.values("series")).with_latest(at).values("latest_id")
        found += own.filter(pk__in=latest).order_by(*order).values_list("pk", flat=True)[:most]
        if len(found) >= most:
            break
    else:
        latest = series.with_latest(at).values("latest_id")
        found = list(
            Observation.objects.filter(pk__in=latest).order_by(*order).values_list("pk", flat=True)[:most]
        )
    figures = Observation.objects.filter(pk__in=found).for_list().with_checks(at)
    return list(figures.order_by(*order)[:most])


@dataclass(frozen=True, kw_only=True)
class SeriesRow:
    """A series with its newest figure, None where none is in force, and the days that its figures are about."""

    series: Series
    latest: Observation | None = None
    extent: Extent = NO_FIGURES


def with_series(indicator: Indicator, at: dt.datetime) -> tuple[IndicatorRow, list[SeriesRow]]:
    """The row of an indicator read `with_latest`, and its public series, the whole first; four queries."""
    public = Series.objects.released(at).filter(indicator=indicator).with_latest(at)
    series = list(public.for_list().whole_first())
    newest = Q(pk__in=[one.latest_id for one in series if one.latest_id])
    beside = Q(series__in=Observation.objects.filter(pk=indicator.latest_id).values("series"))
    figures = Observation.objects.known_at(at).filter(newest | beside).for_list().with_checks(at)
    known = figures.with_neighbours().by_series()
    by_pk = {figure.pk: figure for found in known.values() for figure in found}
    latest = by_pk.get(indicator.latest_id)
    days = extents(series, at)
    rows = [
        SeriesRow(series=one, latest=by_pk.get(one.latest_id), extent=days.get(one.pk, NO_FIGURES))
        for one in series
    ]
    return _row(indicator, latest, known[latest.series_id] if latest else (), len(series)), rows


def breaks_of(series: Series, figures: Iterable[Observation]) -> list[ExtentChange]:
    """The days within these figures on which the area of the series took in another."""
    days = (day for figure in figures for day in (figure.period_start, figure.period_end) if day)
    return breaks_between(series.area, days)


@dataclass(frozen=True, kw_only=True)
class SeriesDetail:
    """A series with its figures in force, by period."""

    series: Series
    figures: Sequence[Observation]

    @property
    def extent(self) -> Extent:
        return Extent.of(self.figures)

    @property
    def breaks(self) -> list[ExtentChange]:
        """The days within its figures on which its area took in another."""
        return breaks_of(self.series, self.figures)

    @classmethod
    def at(cls, pk: int | str, at: dt.datetime) -> Self:
        """The one with that id. Raises Http404 before a figure of it was released."""
        series = get_object_or_404(Series.objects.released(at).for_list(), pk=pk)
        figures = Observation.objects.known_at(at).filter(series=series).for_list().with_checks(at)
        figures = figures.with_neighbours().order_by("period_end", "kind", "id")
        return cls(series=series, figures=list(figures))


@dataclass(frozen=True)
class Comparison:
    """A target and the newest result within its year; no result if none has been released."""

    target: Observation
    actual: Observation | None

    @property
    def obstacle(self) -> Incomparable | None:
        """Why the result must not be measured by the target."""
        return incomparable(self.actual, self.target, TARGET) if self.actual else None

    @property
    def share(self) -> Decimal | None:
        """The result in per cent of the target; None if not comparable, without a value, rough or a rate."""
        is_rough = self.actual and (self.actual.qualifier or self.target.qualifier)
        actual = None if self.actual is None or self.obstacle or is_rough else self.actual.value
        if actual is None or not self.target.value or self.target.series.indicator.unit_id == "percent":
            return None
        return per_cent(actual, self.target.value)


@dataclass(frozen=True)
class SeriesTable:
    """One series: figures in force, released versions, targets against results, and the chart.

    `count`: how many versions there are; `versions` may be the newest of them. `finding`: the title that officials have
    written for the chart. `is_drawn`: whether it has a chart of its own.
    """

    series: Series
    versions: Sequence[Version]
    count: int
    finding: str = ""
    is_drawn: bool = True

    @property
    def is_cut(self) -> bool:
        """Whether it has other versions than those here."""
        return self.count > len(self.versions)

    @cached_property
    def breaks(self) -> list[ExtentChange]:
        """The days within its figures on which its area took in another."""
        return breaks_of(self.series, self.figures)

    @property
    def figures(self) -> list[Observation]:
        """Those in force."""
        return [version.record for version in self.versions if version.ended_at is None]

    @property
    def revised(self) -> set[int]:
        """Ids of the figures in force that replaced an earlier version."""
        ended = {version.record.version for version in self.versions if version.ended_at}
        return {figure.pk for figure in self.figures if figure.version in ended}

    @property
    def is_revised(self) -> bool:
        """Whether any figure of the series has been superseded or withdrawn."""
        return any(version.ended_at for version in self.versions)

    @cached_property
    def chart(self) -> Chart | None:
        chart = chart_of(self.figures, self.revised) if self.is_drawn else None
        return chart and chart.titled(self.finding)

    @property
    def comparisons(self) -> list[Comparison]:
        """Targets, each against the last result of its year up to its own last day."""
        targets = [figure for figure in self.figures if figure.kind == ObservationKind.TARGET]
        results = [figure for figure in self.figures if figure.kind == ObservationKind.ACTUAL]
        found = []
        for target in targets:
            year, end = target.period.year, target.period_end
            reached = [one for one in results if one.period.year == year and one.period_end <= end]
            newest = max(reached, key=lambda figure: figure.period_end, default=None)
            found.append(Comparison(target, newest))
        return found


def series_tables(series: Iterable[Series], at: dt.datetime) -> list[SeriesTable]:
    """A table for each series with its newest versions by that time, most of the first; three queries."""
    series = list(series)
    if not series:
        return []
    released = Observation.objects.released(at).filter(series__in=series)
    each = min(max(OF_EACH, OF_OTHERS // len(series)), OF_FIRST)
    newest = Observation.objects.released(at).filter(series=OuterRef("pk")).order_by(*NEWEST_VERSION_FIRST)
    ids = ArraySubquery(newest.values("pk")[:OF_FIRST])
    found = Series.objects.filter(pk__in=[one.pk for one in series]).values_list("pk", ids)
    shown = [pk for one, own in found for pk in own[: OF_FIRST if one == series[0].pk else each]]
    versions = versions_of(Observation.objects.filter(pk__in=shown).order_by(*NEWEST_VERSION_FIRST), at)
    counts = dict(released.order_by().values_list("series").annotate(Count("pk")))
    return [
        SeriesTable(
            one,
            versions.get(one.pk, []),
            counts.get(one.pk, 0),
            is_drawn=one is series[0] or len(series) <= MOST_DRAWN,
        )
        for one in series
    ]


#: So that each version finds the one that followed it.
NEWEST_VERSION_FIRST = ("-period_end", "kind", "-released_at")


def versions_of(figures: ObservationQuerySet, at: dt.datetime) -> dict[int, list[Version]]:
    """Versions by series id, the newest first, of figures in that order; one query."""
    versions: dict[int, list[Version]] = {}
    later: dict[tuple, Observation] = {}
    for figure in figures.for_list().with_checks(at).with_withdrawal():
        found = versions.setdefault(figure.series_id, [])
        found.append(Version.of(figure, later.get(figure.version), at))
        later[figure.version] = figure
    return versions


def released_versions(series: Series, at: dt.datetime) -> ObservationQuerySet:
    """Every version of a series by that time, the newest first."""
    return Observation.objects.released(at).filter(series=series).order_by(*NEWEST_VERSION_FIRST)
