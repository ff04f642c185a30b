"""What the projects of a programme come to together, as known at a moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from portal.models import Unit
from projects.dossier.standing import attach_standings
from projects.models import Benefit, Funding, Stage, Undertaking, UndertakingState
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
    """The sums over its projects; a fixed number of queries."""
    states = UndertakingState.objects.known_at(at).filter(undertaking__programme=programme)
    return RollUp(
        stages=by_stage(states),
        late=states.late().count(),
        silent=states.silent(at).count(),
        benefits=_benefits(programme, at),
        money=_money(programme, at),
    )


def by_stage(states: QuerySet) -> list[tuple[Stage | None, int]]:
    """How many stand at each stage, in the order of the steps; those without any last."""
    return in_order(dict(states.order_by().values_list("stage").annotate(Count("pk"))))


def in_order(found: Mapping[str, int]) -> list[tuple[Stage | None, int]]:
    """Stages of which there are any, by the order of the steps."""
    rows = [(stage, found.get(stage.value, 0)) for stage in ORDER] + [(None, found.get("", 0))]
    return [(stage, number) for stage, number in rows if number]


def _benefits(programme: Undertaking, at: dt.datetime) -> list[Total]:
    rows = Benefit.objects.known_at(at).filter(undertaking__programme=programme).order_by("unit", "-kind")
    sums = list(rows.values_list("unit", "kind").annotate(Sum("value"), Count("undertaking", distinct=True)))
    units = Unit.objects.in_bulk({unit for unit, *_rest in sums})
    return [
        Total(str(Benefit.Kind(kind).label), kind, value, projects, units[unit])
        for unit, kind, value, projects in sums
    ]


def _money(programme: Undertaking, at: dt.datetime) -> list[Total]:
    totals = Funding.objects.known_at(at).filter(
        undertaking__programme=programme, source=Funding.Source.TOTAL
    )
    sums = (
        totals.order_by("-kind")
        .values_list("kind")
        .annotate(Sum("amount"), Count("undertaking", distinct=True))
    )
    return [Total(str(Funding.Kind(kind).label), kind, amount, projects) for kind, amount, projects in sums]


def attach_tallies(programmes: Iterable[Undertaking], at: dt.datetime) -> list[Undertaking]:
    """Programmes with `standing`, and with `stages`, how many of their projects stand at each; four queries."""
    programmes = attach_standings(programmes, at)
    states = UndertakingState.objects.known_at(at).filter(undertaking__programme__in=programmes).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted = states.values_list("undertaking__programme", "stage").annotate(Count("pk"))
    for programme, stage, number in counted:
        found[programme][stage] = number
    for programme in programmes:
        programme.stages = in_order(found[programme.pk])
    return programmes
