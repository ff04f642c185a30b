"""The projects of a programme together at a moment: stages, late, silent, beneficiaries, cost."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from portal.statistics.models import Unit
from portal.web.as_of import PublicState
from projects.detail.progress import Status, statuses_at
from projects.facet_index import Bits, FacetIndex, facet_index_at
from projects.models import Benefit, Funding, FundingKind, FundingSource, Stage, Undertaking
from projects.models.state import GIVEN_UP, MICRO_STEPS, PROJECT_STEPS

#: All stages in the order in which they are shown.
ORDER = (*PROJECT_STEPS, *MICRO_STEPS, *GIVEN_UP)


@dataclass(frozen=True)
class Total:
    """A sum over the projects that state it; `projects` says how many do. Different units are never added."""

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
    """The projects of a programme by stage (None: no stage reported), late and silent, their benefits and cost."""

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


def summaries_of(
    programmes: Sequence[Undertaking], at: dt.datetime, state: PublicState | None = None
) -> list[ProgrammeSummary]:
    """The summary of each; one query if the index and the sums are cached, and one more without `state`."""
    index = facet_index_at(at, state)
    benefits, money = index.derived("benefits", benefit_sums), index.derived("money", cost_sums)
    units = Unit.objects.in_bulk({unit for one in programmes for unit, *_row in benefits[one.pk]})
    summaries = []
    for one in programmes:
        projects = index.of("programme", one.pk)
        summaries.append(
            ProgrammeSummary(
                stages=by_stage(index, projects),
                late=(index.late & projects).bit_count(),
                silent=(index.silent & projects).bit_count(),
                benefits=[
                    Total(str(Benefit.Kind(kind).label), kind, value, number, units[unit])
                    for unit, kind, value, number in benefits[one.pk]
                ],
                money=[
                    Total(str(FundingKind(kind).label), kind, value, number)
                    for kind, value, number in money[one.pk]
                ],
            )
        )
    return summaries


def by_stage(index: FacetIndex, projects: Bits) -> list[tuple[Stage | None, int]]:
    """How many of the projects are at each stage, in the order of the steps; those without any last."""
    found = {stage: (projects & bits).bit_count() for stage, bits in index.sets["stage"].items()}
    rows = [(stage, found.get(stage.value, 0)) for stage in ORDER] + [(None, found.get("", 0))]
    return [(stage, number) for stage, number in rows if number]


def benefit_sums(at: dt.datetime) -> Mapping[int, list[tuple]]:
    """By programme the benefits of its projects: unit, kind, sum and number of projects."""
    return _by_programme(Benefit.objects.known_at(at).order_by("unit", "-kind"), "value", "unit", "kind")


def cost_sums(at: dt.datetime) -> Mapping[int, list[tuple]]:
    """By programme the total cost of its projects: kind, sum and number of projects."""
    totals = Funding.objects.known_at(at).filter(source=FundingSource.TOTAL).order_by("-kind")
    return _by_programme(totals, "amount", "kind")


def _by_programme(known: QuerySet, summed: str, *by: str) -> Mapping[int, list[tuple]]:
    """The sums of a column over the projects of each programme; each project states it once. One query."""
    found = defaultdict(list)
    rows = known.exclude(undertaking__programme=None).values_list("undertaking__programme", *by)
    for programme, *row in rows.annotate(Sum(summed), Count("pk")):
        found[programme].append(tuple(row))
    return found


def programme_rows(
    programmes: Iterable[Undertaking], at: dt.datetime, state: PublicState | None = None
) -> list[ProgrammeRow]:
    """Programmes as lists show them; two queries if the index is cached, and one more without `state`."""
    index = facet_index_at(at, state)
    return [
        ProgrammeRow(status, by_stage(index, index.of("programme", status.undertaking.pk)))
        for status in statuses_at(programmes, at)
    ]
