"""What the projects of a programme come to together, as known at a moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from portal.statistics.models import Unit
from projects.detail.status import attach_standings
from projects.facet_index import Bits, Census, census_at
from projects.models import Benefit, Funding, Stage, Undertaking
from projects.models.stages import GIVEN_UP, MICRO_STEPS, PROJECT_STEPS

#: All stages in the order in which they are shown; the way out comes last.
ORDER = (*PROJECT_STEPS, *MICRO_STEPS, *GIVEN_UP)


@dataclass(frozen=True)
class Total:
    """A sum over the projects that state it: `projects` says of how many. Different units are never added."""

    label: str
    kind: str
    value: Decimal
    projects: int
    unit: Unit | None = None


@dataclass(frozen=True)
class RollUp:
    """Projects by stage, those late and silent, whom they benefit and what they cost. No stage is the empty one."""

    stages: list[tuple[Stage | None, int]]
    late: int
    silent: int
    benefits: list[Total]
    money: list[Total]

    @property
    def is_micro(self) -> bool:
        """Whether any of them is a micro-project."""
        return any(stage in MICRO_STEPS for stage, _number in self.stages)

    @property
    def projects(self) -> int:
        return sum(number for _stage, number in self.stages)


def roll_up(programme: Undertaking, at: dt.datetime) -> RollUp:
    """The sums over its projects; two queries where the census and the sums are kept."""
    census = census_at(at)
    parts = census.of("programme", programme.pk)
    return RollUp(
        stages=by_stage(census, parts),
        late=(census.late & parts).bit_count(),
        silent=(census.silent & parts).bit_count(),
        benefits=_benefits(census, programme),
        money=_money(census, programme),
    )


def by_stage(census: Census, parts: Bits) -> list[tuple[Stage | None, int]]:
    """How many of them stand at each stage, in the order of the steps; those without any last."""
    return in_order({stage: (parts & bits).bit_count() for stage, bits in census.sets["stage"].items()})


def in_order(found: Mapping[str, int]) -> list[tuple[Stage | None, int]]:
    """Stages of which there are any, by the order of the steps."""
    rows = [(stage, found.get(stage.value, 0)) for stage in ORDER] + [(None, found.get("", 0))]
    return [(stage, number) for stage, number in rows if number]


def _benefits(census: Census, programme: Undertaking) -> list[Total]:
    rows = census.kept("benefits", benefits_at)[programme.pk]
    units = Unit.objects.in_bulk({unit for unit, *_rest in rows})
    return [
        Total(str(Benefit.Kind(kind).label), kind, value, projects, units[unit])
        for unit, kind, value, projects in rows
    ]


def benefits_at(at: dt.datetime) -> Mapping[int, list[tuple]]:
    """By programme whom its projects benefit: unit, kind, sum and number of projects."""
    known = Benefit.objects.known_at(at).order_by("unit", "-kind")
    return _by_programme(known, "value", "unit", "kind")


def _money(census: Census, programme: Undertaking) -> list[Total]:
    rows = census.kept("money", money_at)[programme.pk]
    return [Total(str(Funding.Kind(kind).label), kind, amount, projects) for kind, amount, projects in rows]


def money_at(at: dt.datetime) -> Mapping[int, list[tuple]]:
    """By programme what its projects cost: kind, sum and number of projects."""
    totals = Funding.objects.known_at(at).filter(source=Funding.Source.TOTAL).order_by("-kind")
    return _by_programme(totals, "amount", "kind")


def _by_programme(known: QuerySet, summed: str, *by: str) -> Mapping[int, list[tuple]]:
    """The sums of a column for the projects of each programme at once, of which each states it once; one query."""
    found = defaultdict(list)
    rows = known.exclude(undertaking__programme=None).values_list("undertaking__programme", *by)
    for programme, *row in rows.annotate(Sum(summed), Count("pk")):
        found[programme].append(tuple(row))
    return found


def attach_tallies(programmes: Iterable[Undertaking], census: Census, at: dt.datetime) -> list[Undertaking]:
    """Programmes with `standing`, and with `stages`, how many of their projects stand at each; three queries."""
    programmes = attach_standings(programmes, at)
    for programme in programmes:
        programme.stages = by_stage(census, census.of("programme", programme.pk))
    return programmes
