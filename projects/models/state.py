"""Stages of projects, which refine the project statuses of OC4IDS, and states through time."""

import datetime as dt
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Expression, ExpressionWrapper, F, Q, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.commitments.states import (
    UNANSWERED,
    CommitmentState,
    last_day,
    published_since,
    unreported_state,
)
from portal.publishing.models.news import last_news
from portal.publishing.models.released import TstzRange
from portal.records.fields import OpenEndField
from portal.statistics.fields import qualifier_field
from projects.models.links import UndertakingPredecessor
from projects.models.undertaking import Undertaking


class Stage(models.TextChoices):
    """The steps of a project, from the plan to the handover, and those of a micro-project that residents proposed.

    A plan (计划) is an intention; approval (立项) is an act of law. The first is never taken for the second.
    """

    PLANNED = "planned", pgettext_lazy("stage of a project", "planned")
    IDENTIFICATION = "identification", pgettext_lazy("stage of a project", "approval")
    PREPARATION = "preparation", pgettext_lazy("stage of a project", "design")
    IMPLEMENTATION = "implementation", pgettext_lazy("stage of a project", "implementation")
    COMPLETION = "completion", pgettext_lazy("stage of a project", "completed")
    HANDOVER = "handover", pgettext_lazy("stage of a project", "handed over")
    CANCELLED = "cancelled", pgettext_lazy("stage of a project", "cancelled")
    COLLECTED = "collected", pgettext_lazy("stage of a micro-project", "proposed")
    SCREENED = "screened", pgettext_lazy("stage of a micro-project", "chosen")
    DRAWINGS = "drawings", pgettext_lazy("stage of a micro-project", "drawings")
    CARRIED_OUT = "carried_out", pgettext_lazy("stage of a micro-project", "carried out")
    BUILT = "built", pgettext_lazy("stage of a micro-project", "built")
    DECLINED = "declined", pgettext_lazy("stage of a micro-project", "not chosen")

    @property
    def oc4ids(self) -> str:
        """The corresponding project status of OC4IDS."""
        return OC4IDS.get(self, self.value)


#: The steps in their order, without the stage that ends a project early.
PROJECT_STEPS = (
    Stage.PLANNED,
    Stage.IDENTIFICATION,
    Stage.PREPARATION,
    Stage.IMPLEMENTATION,
    Stage.COMPLETION,
    Stage.HANDOVER,
)
MICRO_STEPS = (Stage.COLLECTED, Stage.SCREENED, Stage.DRAWINGS, Stage.CARRIED_OUT, Stage.BUILT)
GIVEN_UP = (Stage.CANCELLED, Stage.DECLINED)

#: Stages that end a project; nothing more is expected afterwards.
FINISHED = (Stage.COMPLETION, Stage.HANDOVER, Stage.BUILT, *GIVEN_UP)

OC4IDS = {
    Stage.PLANNED: "identification",
    Stage.HANDOVER: "completion",
    Stage.COLLECTED: "identification",
    Stage.SCREENED: "preparation",
    Stage.DRAWINGS: "preparation",
    Stage.CARRIED_OUT: "implementation",
    Stage.BUILT: "completion",
    Stage.DECLINED: "cancelled",
}


def steps_of(kind: str) -> tuple[Stage, ...]:
    """The steps of a project of that kind."""
    return MICRO_STEPS if kind == "micro" else PROJECT_STEPS


def stages_of(kind: str) -> tuple[Stage, ...]:
    """The stages that may be reported of a project of that kind."""
    return (*MICRO_STEPS, Stage.DECLINED) if kind == "micro" else (*PROJECT_STEPS, Stage.CANCELLED)


#: The sort key of the percentage; in descending order, unknown percentages come last.
NO_PERCENT_LAST = Coalesce("percent", Decimal(-1))


class StateQuerySet(models.QuerySet):
    """QuerySet words of states."""

    def released(self, at: dt.datetime) -> "StateQuerySet":
        """States that had begun by that time, past ones included."""
        return self.filter(known_from__lte=at)

    def known_at(self, at: dt.datetime) -> "StateQuerySet":
        """States in force at that time: at most one per project or programme."""
        return self.released(at).filter(known_until__gt=at)

    def of_projects(self) -> "StateQuerySet":
        """States of projects and micro-projects, not of programmes."""
        return self.exclude(undertaking__kind=Undertaking.Kind.PROGRAMME)

    def for_list(self) -> "StateQuerySet":
        """Ready to render in a list, each with its undertaking; two queries."""
        names = ("programme", "sector", "department", "category")
        rows = self.select_related(*(f"undertaking__{name}" for name in names))
        return rows.prefetch_related("undertaking__areas")

    def late(self, at: dt.datetime) -> "StateQuerySet":
        """Unfinished by their own report after the due day, and not continued by another project."""
        return self.filter(is_late(at))

    def judged(self, at: dt.datetime) -> "StateQuerySet":
        """With `judged_late`, `published_since` and `due_state`, by the rule of commitments (decision 17).

        `published_since` is the day on which its department last published, if that was after the due day and after
        the last report. `due_state` is empty if it is finished, continued, or late by its own report; otherwise
        `silent` if its department has published since without a word of it; after the due day `not_heard` if it has
        published nothing, and `mentioned` if a later report does not say whether it was finished; else `pending` or
        `no_date`.
        """
        published = last_news(at)
        known = self.annotate(judged_late=_truth(is_late(at)), due_now=F("due"))
        known = known.annotate(last_day=last_day(published, "undertaking__department"))
        known = known.annotate(since=Greatest("due", "reported_on"), is_mentioned=_truth(IS_MENTIONED))
        known = known.annotate(published_since=published_since())
        return known.annotate(due_state=_due_state(at))

    def with_due_state(self, at: dt.datetime, state: str) -> "StateQuerySet":
        """In that state after the due day: `silent`, `not_heard` or `mentioned`."""
        return self.judged(at).filter(due_state=state)

    def silent(self, at: dt.datetime) -> "StateQuerySet":
        """Unfinished, and passed over: their department has published since without a word of them."""
        return self.with_due_state(at, CommitmentState.SILENT)


def absorbed(at: dt.datetime) -> models.QuerySet:
    """The ids of projects that another one continues with something in force about it: nothing is expected of them.

    A programme ends with its year; that the next year's continues it excuses nobody from saying what became of it.
    """
    links = UndertakingPredecessor.objects.exclude(to_undertaking__kind=Undertaking.Kind.PROGRAMME)
    links = links.filter(from_undertaking__in=Undertaking.objects.known_at(at).values("pk"))
    return links.order_by().values_list("to_undertaking", flat=True)


def is_late(at: dt.datetime) -> Q:
    """The condition of being late."""
    return Q(is_finished=False, as_at__gt=F("due")) & ~Q(undertaking__in=absorbed(at))


#: A release after the due day speaks of it.
IS_MENTIONED = Q(due__isnull=False, reported_on__gt=F("due"))
#: The states after the due day that lists count and filter.
DUE_STATES = UNANSWERED


def _due_state(at: dt.datetime) -> Expression:
    nothing_expected = Q(is_finished=True) | Q(undertaking__in=absorbed(at))
    # unlike a commitment, a project is spoken of again and again: what was said once does not answer for later
    passed_over = Q(published_since__isnull=False)
    return unreported_state(
        timezone.localdate(at),
        When(nothing_expected, then=Value("")),
        When(passed_over, then=Value(CommitmentState.SILENT.value)),
        When(judged_late=True, then=Value("")),
    )


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, models.BooleanField())


class UndertakingState(models.Model):
    """The state of a project in [known_from, known_until), derived from its released records.

    Never edited: `projects.status_history` rebuilds the rows whenever validity ranges change. They are stored so that
    lists of a hundred thousand projects can be filtered as of any time.
    """

    undertaking = models.ForeignKey(Undertaking, models.CASCADE, related_name="states")
    known_from = models.DateTimeField(_("known from"))
    known_until = OpenEndField(_("known until"))
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, blank=True)
    percent = models.DecimalField(_("per cent done"), max_digits=7, decimal_places=4, null=True)
    qualifier = qualifier_field()
    is_computed = models.BooleanField(_("computed from work items"), default=False)
    as_at = models.DateField(_("as at"), null=True)
    reported_at = models.DateTimeField(_("last reported"))
    #: The day on which the newest release about it said what it says: `day_stated`.
    reported_on = models.DateField(_("day of the last report"))
    due = models.DateField(_("due"), null=True)
    is_finished = models.BooleanField(_("finished"), default=False)
    #: `projects.steps.Step.as_json` of each step; empty where none was reported.
    steps = models.JSONField(_("steps"), default=list)

    objects = StateQuerySet.as_manager()

    class Meta:
        ordering = ("undertaking", "known_from")
        verbose_name = _("state of an undertaking")
        verbose_name_plural = _("states of undertakings")
        constraints = [
            ExclusionConstraint(
                name="undertaking_state_once",
                expressions=[
                    ("undertaking", RangeOperators.EQUAL),
                    (TstzRange("known_from", "known_until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="undertaking_state_lasts", condition=Q(known_from__lt=F("known_until"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["undertaking", "known_from"], include=["known_until"], name="state_by_undertaking"
            ),
            models.Index(fields=["stage", "known_from"], include=["known_until"], name="state_by_stage"),
            # the orders of the list of projects: `projects.filters.KEYSETS`
            models.Index(F("reported_at").desc(), "undertaking", name="state_by_report"),
            models.Index("due", "undertaking", name="state_by_due"),
            models.Index(OrderBy(NO_PERCENT_LAST, descending=True), "undertaking", name="state_by_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.get_stage_display()}"

    @property
    def days_late(self) -> int:
        """Days late as at the last report; 0 if it is not known to be late, by the rule of `late`."""
        if self.is_finished or self.due is None or self.as_at is None:
            return 0
        return max((self.as_at - self.due).days, 0)

    @property
    def is_late(self) -> bool:
        return self.days_late > 0
