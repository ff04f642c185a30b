"""How an undertaking stands at a moment, with the reports that say so: stage, percentage, late, silent."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import capfirst

from projects.models import FINISHED, Milestone, ProgressReport, Stage, Undertaking, UndertakingState
from projects.models.stages import GIVEN_UP, steps_of
from projects.models.state import last_words


@dataclass(frozen=True)
class Step:
    """A stage as a step: `status` is done, now or ahead."""

    label: str
    status: str


@dataclass(frozen=True)
class Standing:
    """What was known of an undertaking at a moment.

    No state: whatever was released of it has been withdrawn, or only parts of a programme were reported on.
    `reports` are those in force, the newest first; `spoken` is when its department last published anything.
    """

    kind: str
    at: dt.datetime
    state: UndertakingState | None
    reports: Sequence[ProgressReport] = ()
    milestones: Sequence[Milestone] = field(default_factory=tuple)
    spoken: dt.datetime | None = None

    @property
    def silent_since(self) -> dt.date | None:
        """The day of the last word about it, where since then it fell due or its department published."""
        return self.state and self.state.silent_since(self.at, self.spoken)

    @property
    def fell_due_unheard(self) -> bool:
        """Whether nobody has said if it was finished in time."""
        return self.state is not None and self.state.fell_due_unheard(self.at)

    @property
    def staged(self) -> ProgressReport | None:
        """The report that decides on the stage."""
        return next((one for one in self._of_the_whole if one.stage), None)

    @property
    def counted(self) -> ProgressReport | None:
        """The report that states the percentage; None where that is computed or there is none."""
        if self.state is None or self.state.percent is None or self.state.is_computed:
            return None
        return next((one for one in self._of_the_whole if one.percent is not None), None)

    @property
    def is_given_up(self) -> bool:
        """Whether it was cancelled, or not chosen among the proposals."""
        return self.state is not None and self.state.stage in GIVEN_UP

    @property
    def steps(self) -> list[Step]:
        """The stages as steps; of what was given up those that it had come to. None where no stage was reported."""
        reached = self._reached
        if reached is None:
            return []
        stages = self._stages
        place = stages.index(reached)
        over = self.is_given_up or reached in FINISHED
        statuses = [
            "done" if n < place or (n == place and over) else "now" if n == place else "ahead"
            for n in range(len(stages))
        ]
        steps = [Step(capfirst(stage.label), status) for stage, status in zip(stages, statuses, strict=True)]
        return steps[: place + 1] if self.is_given_up else steps

    @property
    def _of_the_whole(self) -> list[ProgressReport]:
        return [one for one in self.reports if not one.work_item]

    @property
    def _reached(self) -> Stage | None:
        """The last step that was reported; what was given up had come to the one before."""
        steps = steps_of(self.kind)
        stages = (Stage(one.stage) for one in self._of_the_whole if one.stage)
        return next((stage for stage in stages if stage in steps), None)

    @property
    def _stages(self) -> list[Stage]:
        """A handover is a step where it was announced or has come: a road has none."""
        handover = any(one.kind == Milestone.Kind.HANDOVER for one in self.milestones)
        shown = handover or self._reached == Stage.HANDOVER
        return [stage for stage in steps_of(self.kind) if shown or stage != Stage.HANDOVER]


def newest_first(reports: Sequence[ProgressReport]) -> list[ProgressReport]:
    """Reports by the day of which they speak, and by their release."""
    return sorted(reports, key=lambda one: (one.as_at, one.released_at, one.pk), reverse=True)


def standing_of(
    undertaking: Undertaking,
    at: dt.datetime,
    reports: Sequence[ProgressReport],
    milestones: Sequence[Milestone],
) -> Standing:
    """How it stood, from its records known at that time; three queries."""
    return Standing(
        kind=undertaking.kind,
        at=at,
        state=UndertakingState.objects.known_at(at).filter(undertaking=undertaking).first(),
        reports=newest_first(reports),
        milestones=milestones,
        spoken=last_words(at).get(undertaking.department_id),
    )


def attach_standings(undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Undertaking]:
    """Undertakings with `standing`, without the reports behind it: for lists; three queries for any number."""
    undertakings = list(undertakings)
    states = UndertakingState.objects.known_at(at).filter(undertaking__in=undertakings)
    by_undertaking = {state.undertaking_id: state for state in states}
    spoken = last_words(at)
    for one in undertakings:
        state = by_undertaking.get(one.pk)
        one.standing = Standing(one.kind, at, state, spoken=spoken.get(one.department_id))
    return undertakings


def standings_of(states: Iterable[UndertakingState], at: dt.datetime) -> list[Undertaking]:
    """The undertakings of these states, each with its `standing`; two queries for any number."""
    spoken, undertakings = last_words(at), []
    for state in states:
        one = state.undertaking
        one.standing = Standing(one.kind, at, state, spoken=spoken.get(one.department_id))
        undertakings.append(one)
    return undertakings
