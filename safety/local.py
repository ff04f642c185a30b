"""Policing by area: rings of rapid response, villages without a criminal case, volunteers and patrols."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.areas.models import Area
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Observation
from portal.statistics.models.codelists import code_name
from safety.models import AreaMeasure, CrimeFreeVillage


def figures_of(block: AreaMeasure.Block, at: dt.datetime) -> QuerySet:
    """The figures in force of the indicators that this block shows."""
    return Observation.objects.known_at(at).filter(series__indicator__area_measure__block=block)


@dataclass(frozen=True)
class Ring:
    """One ring of rapid response: the promised minutes, and what was measured in each subdistrict, if anything."""

    standard: Observation
    areas: Sequence[Area]
    measured: Mapping[int, Observation]

    @property
    def name(self) -> str:
        """Of the value by which the indicator is broken down; of one that is not, its own."""
        named = [code_name(*one) for one in self.standard.series.dimensions.items()]
        return " · ".join(named) or self.standard.series.indicator.name

    @property
    def cells(self) -> list[tuple[Area, Observation | None]]:
        """Each subdistrict with its newest measurement, or with none: a promise is no result."""
        return [(area, self.measured.get(area.pk)) for area in self.areas]


def rings(at: dt.datetime) -> list[list[Ring]]:
    """The rings of rapid response, the shortest first, in one table for each area and indicator; three queries."""
    measured: dict[tuple, dict[int, Observation]] = {}
    standards: dict[tuple, Observation] = {}
    for figure in figures_of(AreaMeasure.Block.RESPONSE, at).for_list().order_by("period_end", "pk"):
        series = figure.series
        ring = (series.indicator_id, *sorted(series.dimensions.items()))
        if figure.kind == ObservationKind.STANDARD:
            standards[ring, series.area_id] = figure
        elif figure.is_result:
            measured.setdefault(ring, {})[series.area_id] = figure
    members = {code for one in standards.values() for code in one.series.area.members}
    areas = {area.code: area for area in Area.objects.filter(code__in=members)}
    tables: dict[tuple, list[Ring]] = {}
    for (ring, area), standard in standards.items():
        own = standard.series.area
        named = [areas[code] for code in own.members if code in areas] or [own]
        tables.setdefault((ring[0], area), []).append(Ring(standard, named, measured.get(ring, {})))
    shortest = {
        key: sorted(found, key=lambda one: (one.standard.value or 0, one.standard.pk))
        for key, found in tables.items()
    }
    return list(shortest.values())


@dataclass(frozen=True)
class Villages:
    """How many villages had no criminal case, of how many, and those that a release names."""

    count: Observation
    total: Observation | None
    named: Sequence[CrimeFreeVillage]


def villages(at: dt.datetime) -> Villages | None:
    """The newest count of villages without a criminal case; None if none is in force."""
    counts = figures_of(AreaMeasure.Block.CRIME_FREE, at).filter(kind=ObservationKind.ACTUAL)
    count = counts.for_list().newest_first().first()
    if count is None:
        return None
    whole = Observation.objects.known_at(at).filter(
        kind=ObservationKind.ACTUAL,
        series__indicator=count.series.indicator.denominator_id,
        series__area=count.series.area_id,
        period_end=count.period_end,
    )
    named = CrimeFreeVillage.objects.known_at(at).filter(year=count.period.year)
    named = named.select_related("area__parent", "release", "section").order_by("area__code")
    return Villages(count, whole.for_list().first(), list(named))


def helpers(at: dt.datetime) -> list[tuple[str, list[Observation]]]:
    """Volunteers, patrols and auxiliary officers by area: area by area, the newest figure of each indicator."""
    figures = figures_of(AreaMeasure.Block.HELPERS, at).filter(kind=ObservationKind.ACTUAL)
    newest: dict[int, Observation] = {}
    for figure in figures.for_list().order_by("period_end", "pk"):
        newest[figure.series_id] = figure
    by_area: dict[str, list[Observation]] = {}
    for figure in sorted(newest.values(), key=lambda one: (one.series.indicator.order, one.series_id)):
        by_area.setdefault(figure.series.area.label, []).append(figure)
    return list(by_area.items())
