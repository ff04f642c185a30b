"""Commitments: what a release promised, and what became of it."""

import datetime as dt

import pghistory
from django.db import models
from django.db.models import (
    Case,
    CharField,
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
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.areas.models import Area
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord, released_triggers
from portal.publishing.triggers import OF_SECTION, closed_with_part, frozen_with, remember_editor
from portal.records.fields import Localized, code_validator
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector
from portal.statistics.models.indicator import Indicator, Series
from portal.web.data_version import falls_due

SEARCHED = Searched(titles=in_both("title"), texts=in_both("detail", "due_printed"))


class CommitmentState(models.TextChoices):
    """How a commitment stands at a given time. Silent is computed; it is never an official's word."""

    PENDING = "pending", _("pending")
    KEPT = "kept", _("kept")
    KEPT_LATE = "kept_late", _("kept late")
    PARTLY = "partly", _("partly kept")
    CHANGED = "changed", _("changed")
    NOT_KEPT = "not_kept", _("not kept")
    SILENT = "silent", _("silent")


#: How long before its day a commitment is called due soon.
SOON = dt.timedelta(days=30)

#: The states in the order in which a reader wants to see them.
BY_URGENCY = tuple(
    CommitmentState(state)
    for state in ("silent", "not_kept", "partly", "changed", "kept_late", "pending", "kept")
)


class CommitmentQuerySet(ReleasedQuerySet):
    """Words for choosing commitments."""

    def with_state(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Adds `state` and `due_now` (the date by which it is promised after changes) as they stood at that time.

        The newest report decides. Without one, or once a newly set date has passed, a due date gone by means silent.
        """
        day = timezone.localdate(at)
        reports = (
            CommitmentUpdate.objects.known_at(at)
            .filter(commitment=OuterRef("pk"))
            .order_by("-released_at", "-id")
        )
        reported = reports.annotate(
            stands=Case(
                When(outcome=CommitmentState.CHANGED, new_due__lt=day, then=Value("silent")),
                default=F("outcome"),
            )
        )
        unreported = Case(When(due__lt=day, then=Value("silent")), default=Value("pending"))
        return self.annotate(
            due_now=Coalesce(
                Subquery(reports.filter(new_due__isnull=False).values("new_due")[:1]),
                F("due"),
            ),
            state=Coalesce(
                Subquery(reported.values("stands")[:1]),
                unreported,
                output_field=CharField(),
            ),
        )

    def with_public_series(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Adds `indicator_is_public` and `series_is_public`: whether a figure of either was public by that time."""
        indicators = Indicator.objects.released(at).filter(pk=OuterRef("series__indicator"))
        series = Series.objects.released(at).filter(pk=OuterRef("series"))
        return self.annotate(indicator_is_public=Exists(indicators), series_is_public=Exists(series))

    def overdue(self, at: dt.datetime) -> "CommitmentQuerySet":
        """Due before that day, whatever became of it."""
        return self.filter(due__lt=timezone.localdate(at))

    def pressing(self, at: dt.datetime) -> "CommitmentQuerySet":
        """In force, and silent or due within `SOON` with its end not yet reported; with its state."""
        day = timezone.localdate(at)
        soon = Q(due_now__gte=day, due_now__lte=day + SOON) & ~Q(state__in=("kept", "kept_late", "not_kept"))
        return self.known_at(at).with_state(at).filter(Q(state="silent") | soon)

    def most_pressing_first(self) -> "CommitmentQuerySet":
        """Broken and silent commitments before those that are kept or still run; within each the earliest due first."""
        states = Value([state.value for state in BY_URGENCY])
        urgency = Func(states, F("state"), function="array_position", output_field=IntegerField())
        return self.order_by(urgency, F("due").asc(nulls_last=True), "code")

    def state_counts(self) -> dict[str, int]:
        """How many stand in each state, in the order of urgency; needs `with_state`."""
        found = dict(self.order_by().values_list("state").annotate(Count("pk", distinct=True)))
        return {state: found.get(state, 0) for state in BY_URGENCY}

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
    """What a release promised: by when, by whom, and in which series its result should show.

    No due date means that the document named none; such a commitment stays pending until something is reported.
    """

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
    due = models.DateField(_("due"), null=True, blank=True)
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
        triggers = [
            *released_triggers("portal_commitment", (), department=OF_SECTION),
            falls_due(),
        ]

    def __str__(self) -> str:
        return self.title


#: SQL for the release and the department of a detail of a commitment, as `closed_with_part` asks.
RELEASE_OF_COMMITMENT = (
    "(SELECT release_id FROM portal_commitment WHERE id = (part ->> 'commitment_id')::bigint)"
)
DEPARTMENT_OF_COMMITMENT = (
    "(SELECT s.department_id FROM portal_commitment c JOIN portal_section s ON s.id = c.section_id "
    "WHERE c.id = (part ->> 'commitment_id')::bigint)"
)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    obj_field=None,
    meta={"triggers": [never_truncated()]},
)
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
    """Words for choosing reports on commitments."""

    def for_list(self) -> "CommitmentUpdateQuerySet":
        """Ready to render in a list."""
        return self.select_related("commitment", "release", "section")


@audited
class CommitmentUpdate(ReleasedRecord):
    """What a later release reported of a commitment."""

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
