"""Commitments of releases, and later reports on their outcome."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.areas.models import Area
from portal.commitments.states import (
    BY_URGENCY,
    DIRECTIONS,
    FINAL,
    IS_DIRECTION,
    UNANSWERED,
    CommitmentKind,
    CommitmentState,
    last_day,
    last_mentioned,
    mentioned_since,
    published_since,
    unreported_state,
)
from portal.publishing.models.news import last_news
from portal.publishing.models.release_queries import day_stated
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord, released_triggers
from portal.publishing.triggers import OF_SECTION, closed_with_part, frozen_with, remember_editor
from portal.records.fields import Localized, code_validator
from portal.records.history import audited, audited_link, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector
from portal.statistics.models.indicator import Indicator
from portal.statistics.models.series import Series
from portal.web.data_version import falls_due

SEARCHED = Searched(titles=in_both("title"), texts=in_both("detail", "due_printed"))


#: How long before its due date a commitment is due soon.
SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Tally:
    """How many commitments that can be checked are in each state, by urgency; directions of work are counted apart."""

    states: dict[CommitmentState, int]
    directions: int

    @property
    def total(self) -> int:
        return sum(self.states.values())


class CommitmentQuerySet(ReleasedQuerySet):
    """QuerySet words for commitments."""

    def with_state(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Adds `state`, `due_now` (the due date after changes), `published_since` and `is_mentioned`, at that time.

        The newest report decides; once a newly set date has passed, it no longer does. `published_since` is the day on
        which its department last published, if that was after the due day, or without one after the release that made
        it; `is_mentioned`, whether a figure or report of progress since then concerns it. What is withdrawn has no
        state.
        """
        day = timezone.localdate(at)
        reports = CommitmentUpdate.objects.known_at(at).filter(commitment=OuterRef("pk"))
        reports = reports.order_by("-released_at", "-id")
        lapsed = When(outcome=CommitmentState.CHANGED, new_due__lt=day, then=None)
        outcomes = reports.annotate(in_force=Case(lapsed, default=F("outcome"))).values("in_force")
        new_due = Subquery(reports.filter(new_due__isnull=False).values("new_due")[:1])
        published = last_news(at)
        stated = Coalesce(Subquery(outcomes[:1]), unreported_state(day, DIRECTIONS))
        ended = When(superseded_at__lte=at, then=None)
        return (
            self.annotate(due_now=Case(IS_DIRECTION, default=Coalesce(new_due, F("due"))))
            .alias(since=Coalesce("due_now", day_stated("release__")), last_day=last_day(published))
            .alias(last_mentioned=last_mentioned(at))
            .annotate(published_since=published_since(), is_mentioned=mentioned_since())
            .annotate(state=Case(ended, default=stated))
        )

    def with_public_series(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Adds `indicator_is_public` and `series_is_public`: whether a figure of either was public by that time."""
        indicators = Indicator.objects.released(at).filter(pk=OuterRef("series__indicator"))
        series = Series.objects.released(at).filter(pk=OuterRef("series"))
        return self.annotate(indicator_is_public=Exists(indicators), series_is_public=Exists(series))

    def with_updated(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Adds `updated`: when it, or the newest report on it, was released."""
        reports = CommitmentUpdate.objects.known_at(at).filter(commitment=OuterRef("pk"))
        newest = Subquery(reports.order_by("-released_at").values("released_at")[:1])
        return self.annotate(updated=Greatest("released_at", Coalesce(newest, "released_at")))

    def in_areas(self, areas: models.QuerySet) -> "CommitmentQuerySet":
        """About any of the areas."""
        about = Commitment.areas.through.objects.filter(area__in=areas)
        return self.filter(pk__in=about.values("commitment"))

    def pressing(self, at: dt.datetime) -> "CommitmentQuerySet":
        """In force, and due without an outcome, or due within `SOON`; with its state."""
        day = timezone.localdate(at)
        soon = Q(due_now__gte=day, due_now__lte=day + SOON) & ~Q(state__in=FINAL)
        return self.known_at(at).with_state(at).filter(Q(state__in=UNANSWERED) | soon)

    def most_pressing_first(self) -> "CommitmentQuerySet":
        """By `BY_URGENCY`, and within each state the earliest due first; directions of work last."""
        states = Value([state.value for state in BY_URGENCY])
        urgency = Func(states, F("state"), function="array_position", output_field=IntegerField())
        return self.order_by("-kind", urgency, F("due_now").asc(nulls_last=True), "code")

    def tally(self) -> Tally:
        """How many are in each state; needs `with_state`."""
        counted = self.order_by().values_list("kind", "state").annotate(Count("pk", distinct=True))
        found = {(kind, state): count for kind, state, count in counted}
        checkable = {state: found.pop((CommitmentKind.MEASURABLE, state), 0) for state in BY_URGENCY[:-1]}
        return Tally(checkable, sum(found.values()))

    def for_list(self) -> "CommitmentQuerySet":
        """Ready to render in a list."""
        return self.select_related(
            "release",
            "section",
            "sector",
            "department",
            "series__indicator",
            "series__area",
        ).prefetch_related("areas")


@audited
class Commitment(ReleasedRecord):
    """A commitment made in a release: by when, by whom, and the series that measures its result.

    A direction of work cannot be checked and never falls due. `due_reason` says why a commitment is due on a day that
    the document does not state, such as the day of the event that it names.
    """

    Kind = CommitmentKind
    #: No version replaces another: reports say what became of it.
    supersedes_id = superseded_by_id = None

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    detail_zh = models.TextField(_("detail (Chinese)"), blank=True)
    detail_en = models.TextField(_("detail (English)"), blank=True)
    detail = Localized("detail")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="commitments", verbose_name=_("sector"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="commitments",
        verbose_name=_("department"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("series in which the result shows"),
    )
    areas = models.ManyToManyField(
        Area, blank=True, related_name="commitments", verbose_name=pgettext_lazy("of a commitment", "areas")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=CommitmentKind,
        default=CommitmentKind.MEASURABLE,
        help_text=_("A general direction of work, in which nothing can be checked, never falls due."),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    due_reason_zh = models.CharField(
        _("reason for an inferred due day (Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("Only if the document states no day: what it names, and which day follows from that."),
    )
    due_reason_en = models.CharField(
        _("reason for an inferred due day (English)"), max_length=300, blank=True
    )
    due_reason = Localized("due_reason")
    due_printed_zh = models.CharField(_("due, as stated (Chinese)"), max_length=100, blank=True)
    due_printed_en = models.CharField(_("due, as stated (English)"), max_length=200, blank=True)
    due_printed = Localized("due_printed")

    objects = CommitmentQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("code",)
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [SEARCHED.index("commitment_search")]
        constraints = [
            models.CheckConstraint(
                name="commitment_direction_never_due",
                condition=Q(kind="measurable") | Q(due__isnull=True),
                violation_error_message=_("A direction of work has no due day."),
            ),
            models.CheckConstraint(
                name="commitment_reason_has_due_day",
                condition=Q(due__isnull=False) | Q(due_reason_zh="", due_reason_en=""),
                violation_error_message=_("Only a due day has a reason why it was inferred."),
            ),
        ]
        triggers = [
            *released_triggers("portal_commitment", (), department=OF_SECTION),
            falls_due(),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_direction(self) -> bool:
        return self.kind == CommitmentKind.DIRECTION

    @property
    def due_is_inferred(self) -> bool:
        """Whether the day on which it was first due follows from what it names."""
        return bool(self.due_reason_zh)

    @property
    def due_now_is_inferred(self) -> bool:
        """The same of the due day after changes, which reports state; needs `with_state`."""
        return self.due_is_inferred and self.due_now == self.due


#: SQL for the release and the department of a detail of a commitment, for `closed_with_part`.
RELEASE_OF_COMMITMENT = (
    "(SELECT release_id FROM portal_commitment WHERE id = (part ->> 'commitment_id')::bigint)"
)
DEPARTMENT_OF_COMMITMENT = (
    "(SELECT s.department_id FROM portal_commitment c JOIN portal_section s ON s.id = c.section_id "
    "WHERE c.id = (part ->> 'commitment_id')::bigint)"
)


@audited_link
class CommitmentArea(Commitment.areas.through):
    """One of the areas that a commitment concerns; it is frozen with the commitment."""

    class Meta:
        proxy = True
        verbose_name = _("area of a commitment")
        verbose_name_plural = _("areas of a commitment")
        triggers = [
            frozen_with("portal_commitment", "commitment_id"),
            closed_with_part(DEPARTMENT_OF_COMMITMENT, RELEASE_OF_COMMITMENT),
            remember_editor(RELEASE_OF_COMMITMENT),
            never_truncated(),
        ]


class CommitmentUpdateQuerySet(ReleasedQuerySet):
    """QuerySet words for reports on commitments."""

    def on_released(self, at: dt.datetime) -> "CommitmentUpdateQuerySet":
        """On commitments released by that time; others are still under embargo."""
        return self.filter(commitment__in=Commitment.objects.released(at))

    def for_list(self) -> "CommitmentUpdateQuerySet":
        """Ready to render in a list."""
        return self.select_related("commitment", "release", "section")


@audited
class CommitmentUpdate(ReleasedRecord):
    """A later release's report on a commitment."""

    #: No version replaces another: a later report follows it.
    supersedes_id = superseded_by_id = None

    class Outcome(models.TextChoices):
        KEPT = "kept", _("kept")
        KEPT_LATE = "kept_late", _("kept late")
        PARTLY = "partly", _("partly kept")
        CHANGED = "changed", _("changed")
        NOT_KEPT = "not_kept", _("not kept")

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="updates", verbose_name=_("commitment")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    new_due = models.DateField(_("newly due"), null=True, blank=True)
    note_zh = models.TextField(_("note (Chinese)"))
    note_en = models.TextField(_("note (English)"))
    note = Localized("note")

    objects = CommitmentUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("commitment", "released_at", "id")
        verbose_name = _("report on a commitment")
        verbose_name_plural = _("reports on commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "commitment"],
                name="commitment_reported_once_in_release",
            ),
            models.CheckConstraint(
                name="commitment_update_new_due_when_changed",
                condition=Q(new_due__isnull=True) | Q(outcome="changed"),
                violation_error_message=_("Only a changed commitment has a new due date."),
            ),
            models.CheckConstraint(
                name="commitment_update_completed_when_kept",
                condition=Q(completed_on__isnull=True) | Q(outcome__in=["kept", "kept_late"]),
                violation_error_message=_("Only a commitment that was kept has a day of completion."),
            ),
        ]
        triggers = [
            *released_triggers("portal_commitmentupdate", (), department=OF_SECTION),
            falls_due("new_due"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.get_outcome_display()}"


def commitments_at(at: dt.datetime) -> CommitmentQuerySet:
    """The commitments in force at that time."""
    return Commitment.objects.known_at(at)
