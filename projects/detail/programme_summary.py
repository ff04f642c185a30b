"""Totals of the projects of a programme at a moment: stages, late, silent, beneficiaries, cost."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from portal.statistics.models import Unit
from projects.detail.status import Status, statuses_at
from projects.facet_index import Bits, FacetIndex, facet_index_at
from projects.models import Benefit, Funding, Stage, Undertaking
from projects.models.state import GIVEN_UP, MICRO_STEPS, PROJECT_STEPS

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
class ProgrammeRow:
    """A programme in a list: its status, and how many of its projects are at each stage."""

    status: Status
    stages: list[tuple[Stage | None, int]]


@dataclass(frozen=True)
class ProgrammeSummary:
    """Projects by stage (None: no stage reported), those late and silent, whom they benefit and what they cost."""

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


def summaries_of(programmes: Sequence[Undertaking], at: dt.datetime) -> list[ProgrammeSummary]:
    """The sums over the projects of each; two queries where the facet index and the sums are cached."""
    index = facet_index_at(at)
    benefits, money = index.kept("benefits", benefits_at), index.kept("money", money_at)
    units = Unit.objects.in_bulk({unit for one in programmes for unit, *_row in benefits[one.pk]})
    return [
        _summary(
            index,
            index.of("programme", one.pk),
            [_total(Benefit.Kind, *row, units[unit]) for unit, *row in benefits[one.pk]],
            [_total(Funding.Kind, *row) for row in money[one.pk]],
        )
        for one in programmes
    ]


def _summary(index: FacetIndex, parts: Bits, benefits: list[Total], money: list[Total]) -> ProgrammeSummary:
    return ProgrammeSummary(
        stages=by_stage(index, parts),
        late=(index.late & parts).bit_count(),
        silent=(index.silent & parts).bit_count(),
        benefits=benefits,
        money=money,
    )


def _total(kinds: type, kind: str, value: Decimal, projects: int, unit: Unit | None = None) -> Total:
    return Total(str(kinds(kind).label), kind, value, projects, unit)


def by_stage(index: FacetIndex, parts: Bits) -> list[tuple[Stage | None, int]]:
    """How many of them stand at each stage, in the order of the steps; those without any last."""
    return in_order({stage: (parts & bits).bit_count() for stage, bits in index.sets["stage"].items()})


def in_order(found: Mapping[str, int]) -> list[tuple[Stage | None, int]]:
    """Stages of which there are any, by the order of the steps."""
    rows = [(stage, found.get(stage.value, 0)) for stage in ORDER] + [(None, found.get("", 0))]
    return [(stage, number) for stage, number in rows if number]


def benefits_at(at: dt.datetime) -> Mapping[int, list[tuple]]:
    """By programme whom its projects benefit: unit, kind, sum and number of projects."""
    known = Benefit.objects.known_at(at).order_by("unit", "-kind")
    return _by_programme(known, "value", "unit", "kind")


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


def programme_rows(programmes: Iterable[Undertaking], at: dt.datetime) -> list[ProgrammeRow]:
    """Programmes as lists show them; three queries."""
    index = facet_index_at(at)
    return [
        ProgrammeRow(status, by_stage(index, index.of("programme", status.undertaking.pk)))
        for status in statuses_at(programmes, at)
    ]
