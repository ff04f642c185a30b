"""Micro-projects (民生微实事) from the proposal to the opening: how many at each step, which of them, whose money.

Where a release gives only numbers, they stand as quantities of work items of the programme, under the codes of the
steps; where it names projects, these are counted.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from projects.detail.records import (
    FundingSummary,
    WorkItemProgress,
    funding_of,
    newest_first,
    work_item_progress,
)
from projects.models import Funding, ProgressReport, Stage, Undertaking, UndertakingState, WorkItem
from projects.models.state import MICRO_STEPS

#: Work items of a programme that count its micro-projects at a step, beside those with the code of the stage itself.
CODES = {"implemented": Stage.BUILT}
SOURCES = (Funding.Source.GOVERNMENT, Funding.Source.SOCIETY, Funding.Source.PROPERTY)
#: Named micro-projects on the page; the list has all of them.
MOST = 200


@dataclass
class MicroStep:
    """A step: what releases counted at it, and the micro-projects named there, each with the report that says so."""

    stage: Stage
    counted: list[WorkItemProgress] = field(default_factory=list)
    named: list[tuple[Undertaking, ProgressReport | None]] = field(default_factory=list)


def programmes_of_micro(at: dt.datetime) -> list[Undertaking]:
    """Programmes whose work items count micro-projects, or of which a micro-project was public."""
    items = WorkItem.objects.released(at).filter(undertaking=OuterRef("pk"), code__in=_stages_by_code())
    states = UndertakingState.objects.released(at).filter(undertaking__kind=Undertaking.Kind.MICRO)
    named = states.filter(undertaking__programme=OuterRef("pk"))
    programmes = Undertaking.objects.released(at).filter(kind=Undertaking.Kind.PROGRAMME)
    return list(
        programmes.filter(Q(Exists(items)) | Q(Exists(named))).for_list().order_by("-plan_year", "code")
    )


def steps_of_micro(programmes: Collection[Undertaking], at: dt.datetime) -> list[MicroStep]:
    """The steps in their order, and those not chosen last, if there are any."""
    steps = {stage: MicroStep(stage) for stage in (*MICRO_STEPS, Stage.DECLINED)}
    stages = _stages_by_code()
    for work in _counted(programmes, at):
        steps[stages[work.record.code]].counted.append(work)
    for stage, *named in _named(at):
        steps[stage].named.append(tuple(named))
    declined = steps.pop(Stage.DECLINED)
    return [*steps.values(), *([declined] if declined.named else [])]


def funding_of_programmes(
    programmes: Collection[Undertaking], at: dt.datetime
) -> list[tuple[Undertaking, FundingSummary]]:
    """Programmes with their funding, as far as any is known."""
    amounts = Funding.objects.known_at(at).filter(undertaking__in=programmes)
    amounts = list(amounts.select_related("release", "section"))
    found = [
        (one, funding_of((row for row in amounts if row.undertaking_id == one.pk), SOURCES))
        for one in programmes
    ]
    return [(one, funding) for one, funding in found if funding.rows]


def _stages_by_code() -> dict[str, Stage]:
    return {**{stage.value: stage for stage in MICRO_STEPS}, **CODES}


def _counted(programmes: Collection[Undertaking], at: dt.datetime) -> list[WorkItemProgress]:
    """The work items that count micro-projects, by programme in the given order."""
    items = WorkItem.objects.known_at(at).filter(undertaking__in=programmes, code__in=_stages_by_code())
    reports = ProgressReport.objects.known_at(at).filter(undertaking__in=programmes).exclude(work_item="")
    order = [one.pk for one in programmes]
    items = items.select_related("unit", "release", "section").order_by("pk")
    items = sorted(items, key=lambda one: order.index(one.undertaking_id))
    reports = newest_first(reports.select_related("release", "section"))
    return [one for one in work_item_progress(items, reports) if one.measured is not None]


def _named(at: dt.datetime) -> Iterator[tuple[Stage, Undertaking, ProgressReport | None]]:
    """Micro-projects with their stage and the report that states it, those reported on last first."""
    states = UndertakingState.objects.known_at(at).filter(undertaking__kind=Undertaking.Kind.MICRO)
    states = list(states.for_list().order_by("-reported_at", "undertaking_id")[:MOST])
    about = [state.undertaking_id for state in states]
    reports = ProgressReport.objects.known_at(at).filter(undertaking__in=about, work_item="")
    stated: dict[int, ProgressReport] = {}
    for report in newest_first(reports.exclude(stage="").select_related("release", "section")):
        stated.setdefault(report.undertaking_id, report)
    for state in states:
        if state.stage:
            yield Stage(state.stage), state.undertaking, stated.get(state.undertaking_id)
