"""Releases: acts of publishing, with their signatures."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.publishing.triggers import remember_editor
from portal.records.fields import Localized, code_validator
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models.departments import Department
from portal.web.data_version import release_change

#: Written by the workflow; changing these does not count as editing.
WORKFLOW_COLUMNS = (
    "'{state,submitted_by_id,submitted_at,decision,decided_by_id,decided_at,decision_reason,released_at,"
    "withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}'"
)
WITHDRAWAL_COLUMNS = "'{state,withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}'"

SEARCHED = Searched(titles=in_both("title"), texts=(*in_both("summary", "issuing_body"), "index_number"))


class ReleaseQuerySet(models.QuerySet):
    """QuerySet words for releases."""

    def released(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published by that time, including withdrawn releases: their notice stays public."""
        return self.filter(released_at__lte=at)

    def known_at(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published and not withdrawn by that time: the content is public."""
        return self.released(at).filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))

    def withdrawn(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published and withdrawn by that time."""
        return self.released(at).filter(withdrawn_at__lte=at)

    def under_embargo(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Approved for a later time."""
        return self.filter(released_at__gt=at)

    def last_change(self, at: dt.datetime) -> dt.datetime | None:
        """When one of them was last published or withdrawn by that time; None if none was."""
        withdrawal = Max("withdrawn_at", filter=Q(withdrawn_at__lte=at))
        times = self.released(at).aggregate(publication=Max("released_at"), withdrawal=withdrawal)
        return max((time for time in times.values() if time is not None), default=None)

    def editable(self) -> "ReleaseQuerySet":
        """Drafts and returned releases, whose content may change."""
        return self.filter(state__in=[Release.State.DRAFT, Release.State.RETURNED])

    def years(self) -> list[int]:
        """Calendar years of publication, newest first."""
        days = self.datetimes("released_at", "year", order="DESC")
        return [day.year for day in days]

    def for_list(self) -> "ReleaseQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "corrects").order_by("-released_at", "-id")


@audited
class Release(models.Model):
    """One act of publishing: an article, a press conference, a statistical return, a correction.

    Public means released_at <= now, and nothing else. Two people sign it: one submits, another decides.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PRESS_CONFERENCE = "press_conference", _("press conference")
        STATISTICAL_RETURN = "statistical_return", _("statistical return")
        CORRECTION = "correction", _("correction")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for review")
        RETURNED = "returned", _("returned to its editors")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Decision(models.TextChoices):
        APPROVE = "approve", _("approved")
        RETURN = "return", _("returned")

    class Disclosure(models.TextChoices):
        ACTIVE = "active", _("disclosed proactively")
        ON_REQUEST = "on_request", _("disclosed on request")

    class Validity(models.TextChoices):
        VALID = "valid", _("in force")
        EXPIRED = "expired", _("no longer in force")

    slug = models.CharField(_("address"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="releases",
        verbose_name=_("publishing department"),
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = Localized("summary")

    index_number = models.CharField(_("index number"), max_length=80, blank=True)
    disclosure = models.CharField(_("manner of disclosure"), max_length=12, choices=Disclosure, blank=True)
    issuing_body_zh = models.CharField(_("issuing body (Chinese)"), max_length=200, blank=True)
    issuing_body_en = models.CharField(_("issuing body (English)"), max_length=300, blank=True)
    issuing_body = Localized("issuing_body")
    category_zh = models.CharField(_("content category (Chinese)"), max_length=100, blank=True)
    category_en = models.CharField(_("content category (English)"), max_length=200, blank=True)
    category = Localized("category")
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    validity = models.CharField(_("validity"), max_length=8, choices=Validity, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    published_on = models.DateField(
        _("first published on"),
        null=True,
        blank=True,
        help_text=_("Only for a document that was published elsewhere before it was entered here."),
    )
    published_on_estimated = models.BooleanField(_("that date is estimated"), default=False)
    source_document = models.CharField(_("source document"), max_length=120, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    reason_zh = models.TextField(_("reason of the correction (Chinese)"), blank=True)
    reason_en = models.TextField(_("reason of the correction (English)"), blank=True)
    reason = Localized("reason")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision_reason = models.TextField(_("reason for returning"), blank=True, editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, editable=False, db_index=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason_zh = models.TextField(
        _("reason of the withdrawal (Chinese)"), blank=True, editable=False
    )
    withdrawal_reason_en = models.TextField(
        _("reason of the withdrawal (English)"), blank=True, editable=False
    )
    withdrawal_reason = Localized("withdrawal_reason")

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="portal.ReleaseEditor",
        related_name="edited_releases",
    )

    objects = ReleaseQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("-id",)
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [SEARCHED.index("release_search")]
        constraints = [
            models.CheckConstraint(
                name="release_submission_whole",
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_decision_whole",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_withdrawal_whole",
                condition=Q(
                    withdrawn_by__isnull=True,
                    withdrawn_at__isnull=True,
                    withdrawal_reason_zh="",
                )
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal_reason_zh="")),
            ),
            models.CheckConstraint(
                name="release_state_follows_decision",
                condition=Q(
                    state__in=["draft", "submitted"],
                    decision="",
                    released_at__isnull=True,
                    withdrawn_at__isnull=True,
                )
                | (
                    Q(
                        state="returned",
                        decision="return",
                        released_at__isnull=True,
                        withdrawn_at__isnull=True,
                    )
                    & ~Q(decision_reason="")
                )
                | Q(
                    state="approved",
                    decision="approve",
                    released_at__isnull=False,
                    withdrawn_at__isnull=True,
                )
                | Q(
                    state="withdrawn",
                    decision="approve",
                    released_at__isnull=False,
                    withdrawn_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="release_submitted_unless_draft",
                condition=Q(state="draft") | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="release_withdrawn_after_release",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("released_at")),
            ),
            models.CheckConstraint(
                name="release_correction_has_reason",
                condition=(Q(kind="correction", corrects__isnull=False) & ~Q(reason_zh="") & ~Q(reason_en=""))
                | (~Q(kind="correction") & Q(corrects__isnull=True, reason_zh="", reason_en="")),
                violation_error_message=_(
                    "A correction names the release that it corrects and its reason in both languages; "
                    "no other release does."
                ),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="state_moves",
                field="state",
                transitions=[
                    ("draft", "submitted"),
                    ("submitted", "approved"),
                    ("submitted", "returned"),
                    ("returned", "submitted"),
                    ("approved", "submitted"),
                    ("approved", "withdrawn"),
                ],
            ),
            pgtrigger.Trigger(
                name="never_rewritten",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[
                    ("workflow", f"text[] = {WORKFLOW_COLUMNS}"),
                    ("withdrawal", f"text[] = {WITHDRAWAL_COLUMNS}"),
                ],
                func="""
                IF TG_OP = 'DELETE' THEN
                    IF OLD.state <> 'draft' THEN
                        RAISE EXCEPTION 'release %: only a draft is ever deleted', OLD.slug
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    -- deleting its parts has just made the deleting official an editor
                    DELETE FROM portal_releaseeditor WHERE release_id = OLD.id;
                    RETURN OLD;
                END IF;
                IF OLD.state NOT IN ('draft', 'returned')
                   AND to_jsonb(NEW) - workflow <> to_jsonb(OLD) - workflow THEN
                    RAISE EXCEPTION 'release %: what has been submitted or released is never rewritten', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.released_at <= clock_timestamp()
                   AND to_jsonb(NEW) - withdrawal <> to_jsonb(OLD) - withdrawal THEN
                    RAISE EXCEPTION 'release %: what has been released is only ever withdrawn', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.released_at > clock_timestamp() AND NEW.state = 'withdrawn' THEN
                    RAISE EXCEPTION 'release %: not public yet, so it is cancelled, not withdrawn', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF OLD.state = NEW.state AND OLD.state IN ('submitted', 'approved', 'withdrawn')
                   AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
                    RAISE EXCEPTION 'release %: signatures and times change with the state only', OLD.slug
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="second_person_decides",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__decided_by__isnull=False),
                func="""
                IF NEW.decided_by_id = NEW.submitted_by_id OR EXISTS (
                    SELECT 1 FROM portal_releaseeditor e
                    WHERE e.release_id = NEW.id AND e.user_id = NEW.decided_by_id
                ) THEN
                    RAISE EXCEPTION 'release %: whoever edited or submitted it cannot decide on it', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NOT EXISTS (
                    SELECT 1 FROM portal_user u
                    WHERE u.id = NEW.decided_by_id AND (u.department_id = NEW.department_id
                        OR TG_OP = 'UPDATE' AND OLD.decided_by_id = NEW.decided_by_id)
                ) THEN
                    RAISE EXCEPTION 'release %: decided on by the publishing department only', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="submitted_with_every_part",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=["draft", "returned"], new__state="submitted"),
                func="""
                IF EXISTS (SELECT 1 FROM portal_contribution c
                           WHERE c.release_id = NEW.id AND c.state <> 'submitted') THEN
                    RAISE EXCEPTION 'release %: parts of it are not in yet', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="public_when_announced",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__released_at__isnull=True, new__released_at__isnull=False),
                func="""
                IF EXISTS (
                    SELECT 1 FROM portal_release r, LATERAL (
                        SELECT scheduled_for, confirmed FROM portal_announcement a
                        WHERE a.release_id = r.id ORDER BY a.id DESC LIMIT 1
                    ) AS standing
                    WHERE r.id = NEW.id AND r.released_at <> standing.scheduled_for AND standing.confirmed
                ) THEN
                    RAISE EXCEPTION 'release %: the public was told another time', NEW.slug
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
                """,
            ),
            remember_editor("(part ->> 'id')::bigint", ignoring=WORKFLOW_COLUMNS),
            release_change(),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_editable(self) -> bool:
        """Whether its content may still be changed."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @cached_property
    def departments_in(self) -> frozenset[int]:
        """Ids of departments that have handed in their contributions, cached on this instance."""
        parts = self.contributions.filter(state="submitted") if self.pk else ()
        return frozenset(part.department_id for part in parts)

    def has_contribution_of(self, department_id: int | None) -> bool:
        """Whether the department's contribution is in, so that its rows are read-only. Never so for the publisher."""
        return department_id not in (None, self.department_id) and department_id in self.departments_in

    def is_public(self, at: dt.datetime) -> bool:
        """Whether it had been published by that time, withdrawn since or not."""
        return self.released_at is not None and self.released_at <= at

    def is_under_embargo(self, at: dt.datetime) -> bool:
        """Whether it is approved for a later time."""
        return self.released_at is not None and self.released_at > at

    def is_withdrawn(self, at: dt.datetime) -> bool:
        """Whether it was withdrawn by that time."""
        return self.withdrawn_at is not None and self.withdrawn_at <= at
