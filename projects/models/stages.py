"""Stages of undertakings: the project statuses of OC4IDS under local names."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """The steps of a project, from the idea to the handover, and those of a micro-project that residents proposed."""

    IDENTIFICATION = "identification", pgettext_lazy("stage of a project", "approval")
    PREPARATION = "preparation", pgettext_lazy("stage of a project", "design")
    IMPLEMENTATION = "implementation", pgettext_lazy("stage of a project", "construction")
    COMPLETION = "completion", pgettext_lazy("stage of a project", "completed")
    HANDOVER = "handover", pgettext_lazy("stage of a project", "handed over")
    CANCELLED = "cancelled", pgettext_lazy("stage of a project", "cancelled")
    COLLECTED = "collected", pgettext_lazy("stage of a micro-project", "proposed")
    SCREENED = "screened", pgettext_lazy("stage of a micro-project", "chosen")
    DRAWINGS = "drawings", pgettext_lazy("stage of a micro-project", "drawings")
    BUILT = "built", pgettext_lazy("stage of a micro-project", "built")
    DECLINED = "declined", pgettext_lazy("stage of a micro-project", "not chosen")

    @property
    def oc4ids(self) -> str:
        """The project status of OC4IDS that says the same."""
        return OC4IDS.get(self, self.value)


#: The steps in their order; the way out of each stands apart.
PROJECT_STEPS = (
    Stage.IDENTIFICATION,
    Stage.PREPARATION,
    Stage.IMPLEMENTATION,
    Stage.COMPLETION,
    Stage.HANDOVER,
)
MICRO_STEPS = (Stage.COLLECTED, Stage.SCREENED, Stage.DRAWINGS, Stage.BUILT)
GIVEN_UP = (Stage.CANCELLED, Stage.DECLINED)

#: Stages after which nothing more is to be reported.
FINISHED = (Stage.COMPLETION, Stage.HANDOVER, Stage.BUILT, *GIVEN_UP)

OC4IDS = {
    Stage.HANDOVER: "completion",
    Stage.COLLECTED: "identification",
    Stage.SCREENED: "preparation",
    Stage.DRAWINGS: "preparation",
    Stage.BUILT: "completion",
    Stage.DECLINED: "cancelled",
}


def steps_of(kind: str) -> tuple[Stage, ...]:
    """The steps that an undertaking of that kind goes through."""
    return MICRO_STEPS if kind == "micro" else PROJECT_STEPS


def stages_of(kind: str) -> tuple[Stage, ...]:
    """The stages that may be reported of an undertaking of that kind."""
    return (*MICRO_STEPS, Stage.DECLINED) if kind == "micro" else (*PROJECT_STEPS, Stage.CANCELLED)
