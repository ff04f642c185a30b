"""Micro-projects (民生微实事) from proposal to opening: how many at each step, which ones, and their funding.

If a release gives only numbers, they are quantities of work items of the programme, with the codes of the steps; if it
names projects, these are listed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from projects.detail.records import FundingSummary, WorkItemProgress, newest_first, work_item_progress
from projects.models import Funding, ProgressReport, Stage, Undertaking, UndertakingState, WorkItem
from projects.models.state import MICRO_STEPS

#: By code, the stage whose micro-projects a work item of a programme counts.
STAGE_BY_CODE = {stage.value: stage for stage in MICRO_STEPS} | {"implemented": Stage.BUILT}
SOURCES = (Funding.Source.GOVERNMENT, Funding.Source.SOCIETY, Funding.Source.PROPERTY)
#: Named micro-projects on the page; the list has all of them.
MOST = 200


@dataclass
class MicroStep:
    """A step: the counts that releases state, and the micro-projects named at it, each with the report that says so."""

    stage: Stage
    counted: list[WorkItemProgress] = field(default_factory=list)
    named: list[tuple[Undertaking, ProgressReport | None]] = field(default_factory=list)


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
    reports = ProgressReport.objects.known_at(at).filter(
        undertaking__in=[state.undertaking_id for state in states], work_item=""
    )
    stated_by: dict[int, ProgressReport] = {}
    for report in newest_first(reports.exclude(stage="").select_related("release", "section")):
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
    reports = ProgressReport.objects.known_at(at).filter(undertaking__in=order).exclude(work_item="")
    rows = work_item_progress(
        sorted(items, key=lambda one: order.index(one.undertaking_id)),
        newest_first(reports.select_related("release", "section")),
    )
    return [row for row in rows if row.measured is not None]


def funding_of_programmes(
    programmes: Collection[Undertaking], at: dt.datetime
) -> list[tuple[Undertaking, FundingSummary]]:
    """The programmes with any funding in force."""
    amounts = Funding.objects.known_at(at).filter(undertaking__in=programmes)
    amounts = list(amounts.select_related("release", "section").order_by("pk"))
    found = []
    for one in programmes:
        own = [row for row in amounts if row.undertaking_id == one.pk]
        if own:
            found.append((one, FundingSummary(own, SOURCES)))
    return found
