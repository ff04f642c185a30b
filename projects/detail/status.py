"""The status of a project or programme at a moment, with the reports behind it: stage, percentage, late, silent."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from projects.models import FINISHED, Milestone, ProgressReport, Stage, Undertaking, UndertakingState
from projects.models.state import GIVEN_UP, last_published, steps_of


@dataclass(frozen=True)
class Step:
    """A stage as a step: `status` is done, now or ahead."""

    label: str
    status: str


@dataclass(frozen=True)
class Status:
    """The status of a project at a moment.

    `state` is None if every release about it has been withdrawn, or only projects of a programme were reported on.
    `reports` are those in force, newest first; like `milestones`, they are empty in lists. `department_published` is
    when its department last published anything.
    """

    undertaking: Undertaking
    at: dt.datetime
    state: UndertakingState | None
    department_published: dt.datetime | None
    reports: Sequence[ProgressReport] = ()
    milestones: Sequence[Milestone] = ()

    @property
    def is_late(self) -> bool:
        return self.state is not None and self.state.is_late

    @property
    def silent_since(self) -> dt.date | None:
        """The day of the last report, if it is overdue or its department has published since."""
        return self.state and self.state.silent_since(self.at, self.department_published)

    @property
    def overdue_unreported(self) -> bool:
        """Whether it is overdue and no release says if it was finished in time."""
        return self.state is not None and self.state.overdue_unreported(self.at)

    @property
    def percent_basis(self) -> str | None:
        """reported, computed, or None if the percentage is unknown."""
        if self.state is None or self.state.percent is None:
            return None
        return "computed" if self.state.is_computed else "reported"

    @property
    def reports_on_whole(self) -> list[ProgressReport]:
        """Reports on the whole rather than on a work item, newest first."""
        return [one for one in self.reports if not one.work_item]

    @property
    def stage_report(self) -> ProgressReport | None:
        """The report that decides the stage."""
        return next((one for one in self.reports_on_whole if one.stage), None)

    @property
    def percent_report(self) -> ProgressReport | None:
        """The report that states the percentage; None if it is computed or unknown."""
        if self.percent_basis != "reported":
            return None
        return next((one for one in self.reports_on_whole if one.percent is not None), None)

    @property
    def is_given_up(self) -> bool:
        """Whether it was cancelled, or not chosen among the proposals."""
        return self.state is not None and self.state.stage in GIVEN_UP

    @property
    def steps(self) -> list[Step]:
        """The stages as steps, of a cancelled project only those it had reached. Empty if no stage was reported."""
        stages = steps_of(self.undertaking.kind)
        reported = (Stage(one.stage) for one in self.reports_on_whole if one.stage)
        reached = next((stage for stage in reported if stage in stages), None)
        if reached is None:
            return []
        if reached != Stage.HANDOVER and not any(m.kind == m.Kind.HANDOVER for m in self.milestones):
            # a handover is a step only if it was announced or reported: a road has none
            stages = [stage for stage in stages if stage != Stage.HANDOVER]
        current = stages.index(reached)
        over = self.is_given_up or reached in FINISHED
        steps = []
        for number, stage in enumerate(stages):
            status = "now" if number == current and not over else "done" if number <= current else "ahead"
            steps.append(Step(capfirst(stage.label), status))
        return steps[: current + 1] if self.is_given_up else steps


def statuses_of(states: Iterable[UndertakingState], at: dt.datetime) -> list[Status]:
    """The projects of these states, as lists show them; one query besides the states."""
    published = last_published(at)
    return [Status(one.undertaking, at, one, published.get(one.undertaking.department_id)) for one in states]


def statuses_at(undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Status]:
    """Projects and programmes as lists show them; two queries for any number."""
    undertakings = list(undertakings)
    states = UndertakingState.objects.known_at(at).filter(undertaking__in=undertakings)
    by_undertaking = {state.undertaking_id: state for state in states}
    published = last_published(at)
    return [
        Status(one, at, by_undertaking.get(one.pk), published.get(one.department_id)) for one in undertakings
    ]
