"""The steps of a project at a moment: reported, computed by a stated rule, or not reported.

A report that names a stage says that the project was at it; a milestone that was met says that its step is done. What
no release says of a step is not reported: neither that it has not begun, nor that it is done because a later one came.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.statistics.codes import ObservationStatus
from projects.models.progress import ProgressReport
from projects.models.records import Milestone
from projects.models.state import FINISHED, GIVEN_UP, Stage, steps_of


class StepStatus(TextChoices):
    """Whether anything is known of a step, and from whom."""

    REPORTED = "reported", pgettext_lazy("status of a step", "reported")
    COMPUTED = "computed", pgettext_lazy("status of a step", "computed")
    NOT_REPORTED = "not_reported", pgettext_lazy("status of a step", "not reported")


class StepState(TextChoices):
    """What is known of a step."""

    REACHED = "reached", pgettext_lazy("state of a step", "at this stage")
    DONE = "done", pgettext_lazy("state of a step", "done")
    STOPPED = "stopped", pgettext_lazy("state of a step", "ended here")
    RESUMED = "resumed", pgettext_lazy("state of a step", "resumed later")


#: The steps that milestones report, of projects and of micro-projects.
OF_MILESTONES = {
    Milestone.Kind.APPROVAL: Stage.IDENTIFICATION,
    Milestone.Kind.DESIGN: Stage.PREPARATION,
    Milestone.Kind.START: Stage.IMPLEMENTATION,
    Milestone.Kind.COMPLETION: Stage.COMPLETION,
    Milestone.Kind.HANDOVER: Stage.HANDOVER,
}
OF_MICRO_MILESTONES = {
    Milestone.Kind.DESIGN: Stage.DRAWINGS,
    Milestone.Kind.START: Stage.CARRIED_OUT,
    Milestone.Kind.COMPLETION: Stage.BUILT,
}
#: Milestones that lead to a stage. Approval and design come in any order, so neither says at which a project is.
LEADING = (Milestone.Kind.START, *Milestone.ENDS)
#: The rules by which a step follows from another that is done: what is handed over was completed before, and so on.
FOLLOWS = {
    Stage.HANDOVER: (Stage.COMPLETION, Stage.IMPLEMENTATION),
    Stage.COMPLETION: (Stage.IMPLEMENTATION,),
    Stage.BUILT: (Stage.CARRIED_OUT,),
}
#: The rule for a report whose status is `estimated`: the transcriber took the stage from words that do not name it.
READING = "reading"
RULES = {
    READING: _("taken from the words of the release, which does not say so itself"),
    Stage.HANDOVER: _("what was handed over is complete and was carried out"),
    Stage.COMPLETION: _("what is complete was carried out"),
    Stage.BUILT: _("what is built was carried out"),
}
#: Steps shown only where a release names them: a road is never handed over, and many a project begins with its works.
NAMED_ONLY = (Stage.PLANNED, Stage.HANDOVER)

Record = ProgressReport | Milestone


@dataclass(frozen=True)
class Step:
    """A step: what is known of it, as at which day, and the record that says so.

    `record` is `progress` or `milestone`. `rule_code`: of a computed step, a key of `RULES`.
    """

    stage: Stage
    status: str = StepStatus.NOT_REPORTED
    state: str = ""
    is_current: bool = False
    as_at: dt.date | None = None
    record: str = ""
    record_id: int | None = None
    release_id: int | None = None
    rule_code: str = ""

    @classmethod
    def of(cls, stage: Stage, record: Record, state: str) -> Self:
        """What the record reports of the step."""
        is_report = isinstance(record, ProgressReport)
        is_reading = is_report and record.status == ObservationStatus.ESTIMATED
        return cls(
            stage,
            StepStatus.COMPUTED if is_reading else StepStatus.REPORTED,
            state,
            as_at=record.as_at if is_report else record.met_on,
            record="progress" if is_report else "milestone",
            record_id=record.pk,
            release_id=record.release_id,
            rule_code=READING if is_reading else "",
        )

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        day = row["as_at"]
        return cls(**{**row, "stage": Stage(row["stage"]), "as_at": day and dt.date.fromisoformat(day)})

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"as_at": self.as_at and self.as_at.isoformat()}

    @property
    def label(self) -> str:
        return capfirst(self.stage.label)

    @property
    def state_label(self) -> str:
        """What is known of it, in words; of a stage since left, that the project was at it."""
        if self.state == StepState.REACHED and not self.is_current:
            return pgettext("state of a step", "was at this stage")
        return str(StepState(self.state).label) if self.state else ""

    @property
    def rule(self) -> str:
        """Why it is computed; empty for others."""
        return str(RULES[self.rule_code]) if self.rule_code else ""

    @property
    def look(self) -> str:
        """How it is drawn."""
        return "now" if self.is_current else self.state if self.status == StepStatus.REPORTED else self.status

    @property
    def anchor(self) -> str:
        """The id of its record on the page of the project."""
        return f"{'report' if self.record == 'progress' else 'milestone'}-{self.record_id}"


def milestone_stages(kind: str) -> Mapping[str, Stage]:
    """By kind of milestone, the step that it reports in this kind of project."""
    return OF_MICRO_MILESTONES if kind == "micro" else OF_MILESTONES


def deciding(
    reports: Sequence[ProgressReport], milestones: Collection[Milestone], kind: str
) -> Record | None:
    """The record that says at which stage a project is; `reports` on the whole come newest first.

    That is the newest report with a stage, unless a milestone met or reported since has led on from there. Where no
    report names a stage, it is the furthest milestone that was met.
    """
    newest = next((report for report in reports if report.stage), None)
    steps, stages = list(steps_of(kind)), milestone_stages(kind)
    if newest is not None and newest.stage not in steps:
        return newest
    reached = -1 if newest is None else steps.index(newest.stage)
    decides: Record | None = newest
    for one in milestones:
        if not one.is_met or one.kind not in stages or (newest and one.kind not in LEADING):
            continue
        place = steps.index(stages[one.kind])
        if place > reached and (newest is None or is_later(one, newest)):
            decides, reached = one, place
    return decides


def is_later(milestone: Milestone, report: ProgressReport) -> bool:
    """Whether the milestone was met after the day of the report or, without its day, released after it."""
    if milestone.met_on is not None:
        return milestone.met_on > report.as_at
    return milestone.is_later_than(report)


def stage_of(record: Record | None, kind: str) -> str:
    """The stage that a deciding record leads to; empty without one."""
    if record is None:
        return ""
    return record.stage if isinstance(record, ProgressReport) else milestone_stages(kind)[record.kind].value


def day_of(record: Record) -> dt.date:
    """The day that a deciding record describes; of a milestone without its day, that of its release."""
    if isinstance(record, ProgressReport):
        return record.as_at
    return record.met_on or timezone.localdate(record.released_at)


def steps_at(reports: Sequence[ProgressReport], milestones: Collection[Milestone], kind: str) -> list[Step]:
    """The steps in their order, from the records known at a time; none if no release speaks of any.

    `reports` on the whole come newest first. Of a project given up, the steps reported and the end; of one resumed, the
    interruption stands before the step at which it is now.
    """
    reported = reported_steps(reports, milestones, kind)
    if not reported:
        return []
    now = stage_of(deciding(reports, milestones, kind), kind)
    found = []
    for stage in steps_of(kind):
        announced = any(milestone_stages(kind).get(one.kind) == stage for one in milestones)
        step = reported.get(stage) or Step(stage)
        if step.status != StepStatus.NOT_REPORTED or announced or stage not in NAMED_ONLY:
            found.append(replace(step, is_current=stage == now and step.state == StepState.REACHED))
    found = computed(found)
    end = next((reported[stage] for stage in GIVEN_UP if stage in reported), None)
    if end is None:
        return found
    if end.stage == now:
        return [*(step for step in found if step.status != StepStatus.NOT_REPORTED), end]
    place = next((number for number, step in enumerate(found) if step.stage == now), len(found))
    return [*found[:place], replace(end, state=StepState.RESUMED), *found[place:]]


def reported_steps(
    reports: Sequence[ProgressReport], milestones: Collection[Milestone], kind: str
) -> dict[Stage, Step]:
    """By stage, what the newest record about it reports. A met milestone outweighs a report unless that is newer."""
    found: dict[Stage, Step] = {}
    newest: dict[Stage, ProgressReport] = {}
    for report in reports:
        if report.stage and report.stage not in newest:
            stage = Stage(report.stage)
            newest[stage] = report
            found[stage] = Step.of(stage, report, state_of(stage))
    for one in milestones:
        stage = milestone_stages(kind).get(one.kind)
        if stage is None or not one.is_met:
            continue
        report = newest.get(stage)
        begins = one.kind == Milestone.Kind.START
        if report is None or not (begins or is_newer(report, one)):
            found[stage] = Step.of(stage, one, StepState.REACHED if begins else StepState.DONE)
    return found


def is_newer(report: ProgressReport, milestone: Milestone) -> bool:
    """Whether the report came after the milestone was met, so that the step was taken up again."""
    return report.is_later_than(milestone) and not is_later(milestone, report)


def state_of(stage: Stage) -> StepState:
    """What a report that names the stage says of it."""
    if stage in GIVEN_UP:
        return StepState.STOPPED
    return StepState.DONE if stage in FINISHED else StepState.REACHED


def computed(steps: Sequence[Step]) -> list[Step]:
    """The steps, with those that follow from others by a rule marked as computed."""
    by_stage = {step.stage: step for step in steps}
    for after, before in FOLLOWS.items():
        done = by_stage.get(after)
        if done is None or done.state != StepState.DONE or done.status != StepStatus.REPORTED:
            continue
        for step in _open(by_stage, before):
            if step.as_at is None or done.as_at is None or step.as_at <= done.as_at:
                by_stage[step.stage] = replace(
                    done,
                    stage=step.stage,
                    status=StepStatus.COMPUTED,
                    is_current=False,
                    rule_code=after.value,
                )
    return list(by_stage.values())


def _open(by_stage: Mapping[Stage, Step], stages: Collection[Stage]) -> Iterator[Step]:
    """Those of the stages that are steps and not done."""
    yield from (by_stage[one] for one in stages if one in by_stage and by_stage[one].state != StepState.DONE)
