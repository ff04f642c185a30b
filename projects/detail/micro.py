"""Micro-projects (民生微实事) from the proposal to the opening: how many at each step, which of them, whose money.

Where a release gives only numbers, they stand as quantities of work items of the programme, under the codes of the
steps; where it names projects, these are counted.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from projects.detail.funding import Money, money_of
from projects.detail.status import newest_first, standings_of
from projects.detail.work_items import Work, works_of
from projects.models import Funding, ProgressReport, Stage, Undertaking, UndertakingState, WorkItem
from projects.models.stages import MICRO_STEPS
from projects.querysets import for_list

#: Work items of a programme that count its micro-projects at a step, beside those with the code of the stage itself.
CODES = {"implemented": Stage.BUILT}
SOURCES = (Funding.Source.GOVERNMENT, Funding.Source.SOCIETY, Funding.Source.PROPERTY)
#: Named micro-projects on the page; the list has all of them.
MOST = 200


@dataclass
class MicroStep:
    """A step: what releases counted at it, and the micro-projects that they named there."""

    stage: Stage
    counted: list[Work] = field(default_factory=list)
    named: list[Undertaking] = field(default_factory=list)


def programmes_of_micro(at: dt.datetime) -> list[Undertaking]:
    """Programmes whose work items count micro-projects, or of which a micro-project was public."""
    items = WorkItem.objects.released(at).filter(undertaking=OuterRef("pk"), code__in=_stages_by_code())
    states = UndertakingState.objects.filter(known_from__lte=at, undertaking__kind=Undertaking.Kind.MICRO)
    named = states.filter(undertaking__programme=OuterRef("pk"))
    programmes = Undertaking.objects.released(at).filter(kind=Undertaking.Kind.PROGRAMME)
    return list(
        programmes.filter(Q(Exists(items)) | Q(Exists(named))).for_list().order_by("-plan_year", "code")
    )


def steps_of_micro(programmes: Collection[Undertaking], at: dt.datetime) -> list[MicroStep]:
    """The steps in their order, and those not chosen last, if there are any."""
    steps = {stage: MicroStep(stage) for stage in (*MICRO_STEPS, Stage.DECLINED)}
    stages = _stages_by_code()
    for work in _works(programmes, at):
        steps[stages[work.item.code]].counted.append(work)
    for project in _named(at):
        if project.standing.state.stage:
            steps[Stage(project.standing.state.stage)].named.append(project)
    declined = steps.pop(Stage.DECLINED)
    return [*steps.values(), *([declined] if declined.named else [])]


def accounts_of(programmes: Collection[Undertaking], at: dt.datetime) -> list[tuple[Undertaking, Money]]:
    """The money of each programme, as far as any is known."""
    amounts = Funding.objects.known_at(at).filter(undertaking__in=programmes)
    amounts = list(amounts.select_related("release", "section"))
    found = [
        (one, money_of((row for row in amounts if row.undertaking_id == one.pk), SOURCES))
        for one in programmes
    ]
    return [(one, money) for one, money in found if money.rows]


def _stages_by_code() -> dict[str, Stage]:
    return {**{stage.value: stage for stage in MICRO_STEPS}, **CODES}


def _works(programmes: Collection[Undertaking], at: dt.datetime) -> list[Work]:
    """What the work items of the programmes count, the newest programme first."""
    items = WorkItem.objects.known_at(at).filter(undertaking__in=programmes, code__in=_stages_by_code())
    reports = ProgressReport.objects.known_at(at).filter(undertaking__in=programmes).exclude(work_item="")
    items = list(items.select_related("unit", "release", "section").order_by("pk"))
    reports = newest_first(reports.select_related("release", "section"))
    works = []
    for programme in programmes:
        mine = [one for one in reports if one.undertaking_id == programme.pk]
        own = works_of([one for one in items if one.undertaking_id == programme.pk], mine)
        works += [work for work in own if work.counted is not None]
    return works


def _named(at: dt.datetime) -> list[Undertaking]:
    states = UndertakingState.objects.known_at(at).filter(undertaking__kind=Undertaking.Kind.MICRO)
    projects = standings_of(for_list(states).order_by("-reported_at", "undertaking_id")[:MOST], at)
    reasons = (
        ProgressReport.objects.known_at(at).filter(undertaking__in=projects, work_item="").exclude(stage="")
    )
    told = {}
    for report in newest_first(reasons.select_related("release", "section")):
        told.setdefault(report.undertaking_id, report)
    for project in projects:
        project.told = told.get(project.pk)
    return projects
