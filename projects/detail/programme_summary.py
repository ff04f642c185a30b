"""The projects of a programme together at a moment: stages, states, beneficiaries, cost."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from portal.statistics.models import Unit
from portal.statistics.sums import Sum
from portal.web.as_of import PublicState
from projects.detail.progress import Status, statuses_at
from projects.detail.roll_up import benefit_sums, cost_sums
from projects.facet_index import Bits, FacetIndex, facet_index_at
from projects.facets import in_state
from projects.filters import STATES
from projects.models import Benefit, FundingKind, Stage, Undertaking
from projects.models.state import GIVEN_UP, MICRO_STEPS, PROJECT_STEPS

#: All stages in the order in which they are shown.
ORDER = (*PROJECT_STEPS, *MICRO_STEPS, *GIVEN_UP)


@dataclass(frozen=True)
class Total:
    """A sum over the projects that state a number; `projects` says how many do.

    Different units, and money under different words, are never added. `sum` is None where adding would count something
    twice: for a project and the one that it continues, and for beneficiaries of projects at one place.
    """

    label: str
    kind: str
    sum: Sum | None
    projects: int
    unit: Unit | None = None

    @property
    def value(self) -> Decimal | None:
        return self.sum and self.sum.value

    @property
    def qualifier(self) -> str:
        return self.sum.qualifier if self.sum else ""

    @property
    def basis(self) -> str:
        """computed, or reported if a single project states it."""
        return "reported" if self.projects == 1 else "computed"


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list: its status, and how many of its projects are at each stage."""

    status: Status
    stages: list[tuple[Stage | None, int]]


@dataclass(frozen=True)
class ProgrammeSummary:
    """The projects of a programme by stage (None: no stage reported) and state, their benefits and cost.

    `states`: by value of the filter `state`, such as late or silent.
    """

    stages: list[tuple[Stage | None, int]]
    states: dict[str, int]
    benefits: list[Total]
    money: list[Total]

    @property
    def is_micro(self) -> bool:
        """Whether any of them is a micro-project."""
        return any(stage in MICRO_STEPS for stage, _number in self.stages)

    @property
    def labelled_states(self) -> list[tuple[str, str | Promise, int]]:
        """The value, label and number of each state that any of them is in."""
        return [(value, label, self.states[value]) for value, label in STATES if self.states[value]]

    @property
    def projects(self) -> int:
        return sum(number for _stage, number in self.stages)


def summaries_of(
    programmes: Sequence[Undertaking], at: dt.datetime, state: PublicState | None = None
) -> list[ProgrammeSummary]:
    """The summary of each; one query if the index and the sums are cached, and one more without `state`."""
    index = facet_index_at(at, state)
    benefits, money = index.derived("benefits", benefit_sums), index.derived("money", cost_sums)
    units = Unit.objects.in_bulk({unit for one in programmes for unit, _kind in benefits.get(one.pk, {})})
    summaries = []
    for one in programmes:
        projects = index.of("programme", one.pk)
        summaries.append(
            ProgrammeSummary(
                stages=by_stage(index, projects),
                states={value: (in_state(index, value) & projects).bit_count() for value, _label in STATES},
                benefits=[
                    Total(str(Benefit.Kind(kind).label), kind, value, number, units[unit])
                    for (unit, kind), (value, number) in benefits.get(one.pk, {}).items()
                ],
                money=[
                    Total(str(FundingKind(kind).label), kind, value, number)
                    for (kind,), (value, number) in money.get(one.pk, {}).items()
                ],
            )
        )
    return summaries


def by_stage(index: FacetIndex, projects: Bits) -> list[tuple[Stage | None, int]]:
    """How many of the projects are at each stage, in the order of the steps; those without any last."""
    found = {stage: (projects & bits).bit_count() for stage, bits in index.sets["stage"].items()}
    rows = [(stage, found.get(stage.value, 0)) for stage in ORDER] + [(None, found.get("", 0))]
    return [(stage, number) for stage, number in rows if number]


def programme_rows(
    programmes: Iterable[Undertaking], at: dt.datetime, state: PublicState | None = None
) -> list[ProgrammeRow]:
    """Programmes as lists show them; two queries if the index is cached, and one more without `state`."""
    index = facet_index_at(at, state)
    return [
        ProgrammeRow(status, by_stage(index, index.of("programme", status.undertaking.pk)))
        for status in statuses_at(programmes, at)
    ]
