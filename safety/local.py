"""Policing by area: rings of rapid response, villages without a criminal case, volunteers and patrols."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.areas.models import Area
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Observation
from portal.statistics.models.codelists import code_name
from safety.models import CrimeFreeVillage

#: The dimension whose values are the rings of rapid response.
RESPONSE_RING = "response_ring"
#: The indicators that the blocks show wherever a district has them.
CRIME_FREE = "crime-free-villages"
HELPERS = (
    "red-armband-volunteers",
    "security-patrol-teams",
    "security-patrol-members",
    "rural-auxiliary-police",
)


@dataclass(frozen=True)
class Ring:
    """One ring of rapid response: the promised minutes, and what was measured in each subdistrict, if anything."""

    standard: Observation
    areas: Sequence[Area]
    measured: Mapping[int, Observation]

    @property
    def name(self) -> str:
        return code_name(RESPONSE_RING, self.standard.series.dimensions[RESPONSE_RING])

    @property
    def cells(self) -> list[tuple[Area, Observation | None]]:
        """Each subdistrict with its newest measurement, or with none: a promise is no result."""
        return [(area, self.measured.get(area.pk)) for area in self.areas]


def rings(at: dt.datetime) -> list[Ring]:
    """The rings of rapid response, the shortest first; three queries."""
    figures = Observation.objects.known_at(at).filter(series__dimensions__has_key=RESPONSE_RING).for_list()
    by_series: dict[tuple, dict[int, Observation]] = {}
    standards: dict[tuple, Observation] = {}
    for figure in figures.order_by("period_end", "pk"):
        ring = figure.series.dimensions[RESPONSE_RING]
        if figure.kind == ObservationKind.STANDARD:
            standards[ring, figure.series.area_id] = figure
        elif figure.is_result:
            by_series.setdefault(ring, {})[figure.series.area_id] = figure
    members = {code for one in standards.values() for code in one.series.area.members}
    areas = {area.code: area for area in Area.objects.filter(code__in=members)}
    found = []
    for (ring, _area), standard in standards.items():
        own = standard.series.area
        named = [areas[code] for code in own.members if code in areas] or [own]
        found.append(Ring(standard, named, by_series.get(ring, {})))
    return sorted(found, key=lambda one: (one.standard.value or 0, one.standard.pk))


@dataclass(frozen=True)
class Villages:
    """How many villages had no criminal case, of how many, and those that a release names."""

    count: Observation
    total: Observation | None
    named: Sequence[CrimeFreeVillage]


def villages(at: dt.datetime) -> Villages | None:
    """The newest count of villages without a criminal case; None if none is in force."""
    figures = Observation.objects.known_at(at).filter(kind=ObservationKind.ACTUAL).for_list()
    count = figures.filter(series__indicator__code=CRIME_FREE).newest_first().first()
    if count is None:
        return None
    whole = figures.filter(
        series__indicator=count.series.indicator.denominator_id,
        series__area=count.series.area_id,
        period_end=count.period_end,
    )
    named = CrimeFreeVillage.objects.known_at(at).filter(year=count.period.year)
    named = named.select_related("area__parent", "release", "section").order_by("area__code")
    return Villages(count, whole.first(), list(named))


def helpers(at: dt.datetime) -> list[tuple[str, list[Observation]]]:
    """Volunteers, patrols and auxiliary officers by area: area by area, the newest figure of each indicator."""
    figures = Observation.objects.known_at(at).filter(
        kind=ObservationKind.ACTUAL, series__indicator__code__in=HELPERS
    )
    newest: dict[int, Observation] = {}
    for figure in figures.for_list().order_by("period_end", "pk"):
        newest[figure.series_id] = figure
    by_area: dict[str, list[Observation]] = {}
    for figure in sorted(newest.values(), key=lambda one: HELPERS.index(one.series.indicator.code)):
        by_area.setdefault(figure.series.area.label, []).append(figure)
    return list(by_area.items())
