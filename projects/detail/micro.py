"""Micro-projects (民生微实事) from proposal to opening: how many at each step, which ones, and their funding.

If a release gives only numbers, they are quantities of work items of the programme, with the codes of the steps; if it
names projects, these are listed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, Model, OuterRef, Q

from projects.detail.records import (
    FundingSummary,
    WorkItemProgress,
    funding_in_force,
    reports_in_force,
    work_item_progress,
)
from projects.models import Stage, Undertaking, UndertakingState, WorkItem, newest_first
from projects.models.state import MICRO_STEPS

#: By code, the stage whose micro-projects a work item of a programme counts.
STAGE_BY_CODE = {stage.value: stage for stage in MICRO_STEPS} | {"implemented": Stage.CARRIED_OUT}
#: The sources that a micro-project is expected to have.
SOURCES = ("government", "society", "property")
#: Named micro-projects on the page; the list has all of them.
MOST = 200


@dataclass
class MicroStep:
    """A step: the counts that releases state, and the micro-projects named at it, each with the report that says so."""

    stage: Stage
    counted: list[WorkItemProgress] = field(default_factory=list)
    named: list[tuple[Undertaking, Model | None]] = field(default_factory=list)


def programmes_of_micro(at: dt.datetime) -> list[Undertaking]:
    """Programmes whose work items count micro-projects, or with a public micro-project."""
    items = WorkItem.objects.released(at).filter(undertaking=OuterRef("pk"), code__in=STAGE_BY_CODE)
    states = UndertakingState.objects.released(at).filter(undertaking__kind=Undertaking.Kind.MICRO)
    named = states.filter(undertaking__programme=OuterRef("pk"))
    programmes = Undertaking.objects.released(at).filter(kind=Undertaking.Kind.PROGRAMME)
    programmes = programmes.filter(Q(Exists(items)) | Q(Exists(named)))
    return list(programmes.for_list().order_by("-plan_year", "code"))


def steps_of_micro(programmes: Collection[Undertaking], at: dt.datetime) -> list[MicroStep]:
    """The steps in their order, and the projects not chosen last, if there are any."""
    steps = {stage: MicroStep(stage) for stage in (*MICRO_STEPS, Stage.DECLINED)}
    for work in _counts(programmes, at):
        steps[STAGE_BY_CODE[work.record.code]].counted.append(work)
    states = UndertakingState.objects.known_at(at).filter(undertaking__kind=Undertaking.Kind.MICRO)
    states = list(states.for_list().order_by("-reported_at", "undertaking_id")[:MOST])
    reports = reports_in_force([state.undertaking_id for state in states], at)
    stated_by = {}
    for report in newest_first(reports.filter(work_item="").exclude(stage="")):
        stated_by.setdefault(report.undertaking_id, report)
    for state in states:
        if state.stage:
            steps[Stage(state.stage)].named.append((state.undertaking, stated_by.get(state.undertaking_id)))
    declined = steps.pop(Stage.DECLINED)
    return [*steps.values(), *([declined] if declined.named else [])]


def _counts(programmes: Collection[Undertaking], at: dt.datetime) -> list[WorkItemProgress]:
    """The work items that count micro-projects, by programme in the given order."""
    order = [one.pk for one in programmes]
    items = WorkItem.objects.known_at(at).filter(undertaking__in=order, code__in=STAGE_BY_CODE)
    items = items.select_related("unit", "release", "section").order_by("pk")
    items = sorted(items, key=lambda one: order.index(one.undertaking_id))
    reports = reports_in_force(order, at).exclude(work_item="")
    rows = work_item_progress(items, newest_first(reports))
    return [row for row in rows if row.measured is not None]


def funding_of_programmes(
    programmes: Collection[Undertaking], at: dt.datetime
) -> list[tuple[Undertaking, FundingSummary]]:
    """The programmes with any funding in force."""
    amounts = list(funding_in_force(programmes, at))
    found = []
    for one in programmes:
        own = [row for row in amounts if row.undertaking_id == one.pk]
        if own:
            found.append((one, FundingSummary(own, SOURCES)))
    return found
