"""Health programmes with the released figures and commitments that they name: what pages and JSON show."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self

from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from health.models import HealthProgramme, ProgrammeFigure, SiteOperation
from portal.commitments.models import Commitment, commitments_at
from portal.facilities.models import Facility
from portal.publishing.models import Release
from portal.services.models import Service
from portal.statistics.codes import Incomparable, ObservationKind
from portal.statistics.comparability import PART, TARGET, incomparable
from portal.statistics.figures import newest_target
from portal.statistics.models import Indicator, Observation, Series
from portal.web.numbers import exact, per_cent

Role, Kind = ProgrammeFigure.Role, HealthProgramme.Kind
#: What a programme of each kind is asked for: a role of these without a figure says “not reported”.
EXPECTED: dict[str, tuple[Role, ...]] = {
    Kind.CARE: (Role.PERSONS, Role.SESSIONS, Role.MONEY, Role.SITES),
    Kind.SCREENING: (Role.PERSONS, Role.MONEY, Role.SITES),
    Kind.SUPPORT: (Role.PERSONS, Role.MONEY),
    Kind.SUPERVISION: (Role.FOUND, Role.RECTIFIED),
    Kind.CAPACITY: (Role.SITES, Role.MONEY),
    Kind.EPIDEMIC: (),
}
#: Releases that the figures of a programme are laid out by; older ones are a link away.
COLUMNS = 4


@dataclass(frozen=True)
class Cell:
    """What one release stated of a series: its figures still in force, none where it did not report it."""

    release: Release
    figures: Sequence[Observation]


@dataclass(frozen=True)
class FigureRow:
    """A series that a programme names in a role, with its figures in force, the last period first."""

    role: Role
    why: str
    series: Series
    figures: Sequence[Observation]

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @cached_property
    def latest(self) -> Observation | None:
        """The newest result; None where only a target was stated."""
        return next((one for one in self.figures if one.kind == ObservationKind.ACTUAL), None)

    @cached_property
    def target(self) -> Observation | None:
        """The target of the newest result; without a result, the newest target."""
        if self.latest:
            return newest_target(self.latest, self.figures) or self.further_target
        return self.further_target

    @property
    def further_target(self) -> Observation | None:
        """The target for a later period than the newest result."""
        targets = (one for one in self.figures if one.kind == ObservationKind.TARGET)
        last = self.latest.period_end if self.latest else dt.date.min
        return next((one for one in targets if one.period_end > last), None)

    @property
    def obstacle(self) -> Incomparable | None:
        """Why the result must not be measured by the target."""
        return incomparable(self.latest, self.target, TARGET) if self.latest and self.target else None

    def cells(self, releases: Iterable[Release]) -> list[Cell]:
        """The figures by the release that stated them; a correction stands for the release that it corrects."""
        stated: dict[int, list[Observation]] = {}
        for figure in self.figures:
            stated.setdefault(figure.release.corrects_id or figure.release_id, []).append(figure)
        return [Cell(release, stated.get(release.pk, ())) for release in releases]


@dataclass(frozen=True)
class RoleRow:
    """A role with its rows; empty where nothing was reported that a programme of the kind is asked for."""

    role: Role
    rows: Sequence[FigureRow]

    @property
    def label(self) -> str:
        return str(self.role.label)


@dataclass(frozen=True)
class Coverage:
    """A numerator in per cent of its denominator: computed, and only where the two are comparable."""

    numerator: Observation
    denominator: Observation

    @property
    def obstacle(self) -> Incomparable | None:
        return incomparable(self.numerator, self.denominator, PART)

    @property
    def percentage(self) -> Decimal | None:
        if (
            self.obstacle
            or self.numerator.qualifier
            or self.denominator.qualifier
            or not self.denominator.value
        ):
            return None
        return per_cent(self.numerator.value, self.denominator.value)

    @property
    def text(self) -> str:
        return "" if self.percentage is None else exact(self.percentage, 1)


@dataclass(frozen=True)
class ProgrammeDetail:
    """A health programme as of a moment: its figures by role, its commitments, and what nobody reported."""

    programme: HealthProgramme
    rows: Sequence[FigureRow]
    commitments: Sequence[Commitment]
    services: Sequence[Service]
    facilities: Sequence[Facility]
    releases: Sequence[Release]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The one with that code. Raises Http404 while it is not public."""
        programme = get_object_or_404(HealthProgramme.objects.public(at).for_list(), code=code)
        return programmes_at([programme], at)[0]

    @cached_property
    def roles(self) -> list[RoleRow]:
        """The roles with figures, then those asked for without, both in the order of the code list."""
        found: dict[str, list[FigureRow]] = {}
        for row in self.rows:
            found.setdefault(row.role, []).append(row)
        # a numerator counts persons
        asked = [
            one for one in EXPECTED[self.programme.kind] if one != Role.PERSONS or Role.NUMERATOR not in found
        ]
        return [RoleRow(role, found[role]) for role in Role if role in found] + [
            RoleRow(role, ()) for role in Role if role in asked and role not in found
        ]

    @property
    def reported(self) -> list[RoleRow]:
        return [one for one in self.roles if one.rows]

    @property
    def not_reported(self) -> list[RoleRow]:
        return [one for one in self.roles if not one.rows]

    @property
    def coverage(self) -> Coverage | None:
        """Numerator and denominator, where both have a result."""
        latest = {row.role: row.latest for row in self.rows}
        numerator, denominator = latest.get(Role.NUMERATOR), latest.get(Role.DENOMINATOR)
        return Coverage(numerator, denominator) if numerator and denominator else None

    @property
    def by_release(self) -> list[tuple[FigureRow, list[Cell]]]:
        """Each series with what every release said of it, or did not."""
        return [(row, row.cells(self.releases)) for row in self.rows]


def programmes_at(programmes: Iterable[HealthProgramme], at: dt.datetime) -> list[ProgrammeDetail]:
    """The details of public programmes; as many queries for one as for many.

    Indicators without a released figure are left out: a programme may name them before their release.
    """
    programmes = list(programmes)
    named = ProgrammeFigure.objects.filter(
        programme__in=programmes, indicator__in=Indicator.objects.released(at)
    )
    named = list(named.order_by("order", "pk"))
    figures = Observation.objects.known_at(at).filter(
        series__indicator__in={one.indicator_id for one in named}
    )
    figures = figures.for_list().with_checks(at)
    found: dict[int, dict[int, list[Observation]]] = {}
    for figure in figures.order_by("series__area__code", "series_id", "-period_end", "kind", "pk"):
        series = found.setdefault(figure.series.indicator_id, {})
        series.setdefault(figure.series_id, []).append(figure)
    commitments = by_code(commitments_at(at).with_state(at).for_list(), programmes, "commitments")
    services = by_code(Service.objects.public(at).select_related("release"), programmes, "services")
    facilities = by_code(Facility.objects.public(at).for_list(), programmes, "facilities")
    releases = releases_with_figures(at)
    return [
        ProgrammeDetail(
            programme=programme,
            rows=[
                FigureRow(Role(one.role), one.why, figures[0].series, figures)
                for one in named
                if one.programme_id == programme.pk
                for figures in found.get(one.indicator_id, {}).values()
            ],
            commitments=[commitments[code] for code in programme.commitments if code in commitments],
            services=[services[code] for code in programme.services if code in services],
            facilities=[facilities[code] for code in programme.facilities if code in facilities],
            releases=releases,
        )
        for programme in programmes
    ]


@dataclass(frozen=True)
class TargetRow:
    """A series with a target, beside what was reported since, and the commitment that it measures."""

    programme: HealthProgramme
    row: FigureRow
    commitment: Commitment | None


def targets_of(details: Iterable[ProgrammeDetail]) -> list[TargetRow]:
    """Every target of the programmes, each series once, the next one due first."""
    found = {}
    for detail in details:
        of_series = {one.series_id: one for one in detail.commitments}
        for row in detail.rows:
            if row.target and row.series.pk not in found:
                found[row.series.pk] = TargetRow(detail.programme, row, of_series.get(row.series.pk))
    return sorted(found.values(), key=lambda one: one.row.target.period_end)


@dataclass(frozen=True)
class Inspection:
    """What a visit or an inspection looked at and found, and what was put right."""

    programme: HealthProgramme
    found: Sequence[FigureRow]
    rectified: Sequence[FigureRow]
    extent: Sequence[FigureRow]

    @classmethod
    def of(cls, detail: ProgrammeDetail) -> Self:
        found, rectified = (
            [row for row in detail.rows if row.role == role] for role in (Role.FOUND, Role.RECTIFIED)
        )
        extent = [row for row in detail.rows if row.role in (Role.HOUSEHOLDS, Role.PERSONS, Role.SITES)]
        return cls(detail.programme, found, rectified, extent)


def by_code(rows: QuerySet, programmes: Iterable[HealthProgramme], field: str) -> dict[str, Model]:
    """Those of the rows that a programme names in the field, by code."""
    return {
        row.code: row
        for row in rows.filter(code__in={code for one in programmes for code in getattr(one, field)})
    }


@dataclass(frozen=True)
class SiteRow:
    """A clinic, hospital or sampling point, and when it was in operation; None where no release states it."""

    facility: Facility
    operation: SiteOperation | None


def sites_at(facilities: Iterable[Facility], at: dt.datetime) -> list[SiteRow]:
    """Sites with what was known of their operation; one query."""
    facilities = list(facilities)
    known = SiteOperation.objects.known_at(at).for_list().filter(site__in=[one.code for one in facilities])
    operations = {one.site: one for one in known}
    return [SiteRow(one, operations.get(one.code)) for one in facilities]


def releases_with_figures(at: dt.datetime) -> list[Release]:
    """The last releases with a figure of any public health programme, the earliest first; corrections left out."""
    named = ProgrammeFigure.objects.filter(programme__in=HealthProgramme.objects.public(at))
    stated = Observation.objects.known_at(at).filter(series__indicator__in=named.values("indicator"))
    origin = Coalesce("release__corrects", "release")
    found = Release.objects.released(at).filter(pk__in=stated.order_by().values_list(origin))
    return list(found.order_by("-released_at", "-pk")[:COLUMNS])[::-1]
