"""Who works on a release: contributing departments, reviewers with their comments, recorded editors."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.publishing.triggers import frozen_with_release
from portal.records.fields import signed_by
from portal.records.history import audited, never_truncated
from portal.staff.models import Department


class ContributionQuerySet(models.QuerySet):
    """QuerySet words for contributions."""

    def open(self) -> "ContributionQuerySet":
        """Not handed in yet, in releases that are still drafts."""
        return self.exclude(state=Contribution.State.SUBMITTED).filter(
            release__in=Release.objects.editable().values("pk")
        )

    def for_list(self) -> "ContributionQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "release__department", "submitted_by", "returned_by")


@audited
class Contribution(models.Model):
    """A department's part of a release: requested by the publisher, filled in and handed in by its own editors.

    A release can only be submitted once every contribution is in. The publishing department has none: submitting the
    release is its signature. Requesting and returning a contribution do not count as editing; handing it in does. While
    a contribution is in, its department's rows in the release are closed (`closed_with_part`).
    """

    class State(models.TextChoices):
        MISSING = "missing", _("not in yet")
        SUBMITTED = "submitted", _("handed in")
        RETURNED = "returned", _("returned to the department")

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="contributions", verbose_name=_("release")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="contributions", verbose_name=_("department")
    )
    due_at = models.DateTimeField(_("wanted by"), null=True, blank=True)
    note = models.TextField(_("what is wanted"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MISSING, editable=False)
    submitted_by = signed_by(_("handed in by"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    returned_by = signed_by(_("returned by"))
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    return_reason = models.TextField(_("reason for returning"), blank=True, editable=False)
    nothing_to_report = models.TextField(_("why there is nothing to report"), blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("release", "department__code")
        verbose_name = _("part of a release")
        verbose_name_plural = _("parts of releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "department"], name="contribution_once_in_release"),
            models.CheckConstraint(
                name="contribution_submission_whole",
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_return_whole",
                condition=Q(returned_by__isnull=True, returned_at__isnull=True, return_reason="")
                | (Q(returned_by__isnull=False, returned_at__isnull=False) & ~Q(return_reason="")),
            ),
            models.CheckConstraint(
                name="contribution_state_follows_signatures",
                condition=Q(state="missing", submitted_by__isnull=True, returned_by__isnull=True)
                | Q(state="submitted", submitted_by__isnull=False, returned_by__isnull=True)
                | Q(state="returned", returned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_nothing_only_handed_in",
                condition=Q(nothing_to_report="") | Q(state="submitted"),
            ),
        ]
        triggers = [
            frozen_with_release(),
            pgtrigger.Trigger(
                name="remember_who_hands_in",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Q(new__state="submitted"),
                func="""
                INSERT INTO portal_releaseeditor (release_id, user_id, since)
                    VALUES (NEW.release_id, NEW.submitted_by_id, clock_timestamp()) ON CONFLICT DO NOTHING;
                RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="not_of_the_publisher",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF EXISTS (SELECT 1 FROM portal_release r
                           WHERE r.id = NEW.release_id AND r.department_id = NEW.department_id) THEN
                    RAISE EXCEPTION 'release %: the publisher hands in the whole and no part', NEW.release_id
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.release} · {self.department}"

    def is_late(self, at: dt.datetime) -> bool:
        """Whether the deadline has passed without it."""
        return self.state != self.State.SUBMITTED and self.due_at is not None and self.due_at < at


class CommentQuerySet(models.QuerySet):
    """QuerySet words for comments."""

    def unanswered(self) -> "CommentQuerySet":
        return self.filter(answered_at__isnull=True)

    def for_list(self) -> "CommentQuerySet":
        """Ready to render in a list."""
        return self.select_related("by", "answered_by", "content_type")


@audited
class Comment(models.Model):
    """A reviewer's comment on one row of a submitted release, answered by an editor. Never public.

    The row may change or disappear: `row` keeps its name; `key` identifies results of checks, which are recreated at
    each submission.
    """

    not_public = "What reviewers and editors write to each other."

    release = models.ForeignKey(Release, models.CASCADE, related_name="comments", verbose_name=_("release"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind"))
    object_id = models.BigIntegerField(_("number of the row"), null=True)
    key = models.CharField(max_length=200, blank=True)
    row = models.CharField(_("row"), max_length=400)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("commented by")
    )
    at = models.DateTimeField(_("commented at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_names_its_row", condition=Q(object_id__isnull=False) | ~Q(key="")
            ),
            models.CheckConstraint(
                name="comment_answer_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="never_rewritten",
                fields=["release", "content_type", "object_id", "key", "row", "text", "by", "at"],
            ),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.row} · {self.by}"


@audited
class ReleaseEditor(models.Model):
    """Somebody who edited anything in a release. Recorded by a trigger, so every channel is covered."""

    not_public = "Who edited a release is known to officials only."

    release = models.ForeignKey(Release, models.CASCADE, verbose_name=_("release"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("official"))
    since = models.DateTimeField(_("first edited at"))

    class Meta:
        verbose_name = _("editor of a release")
        verbose_name_plural = _("editors of releases")
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="release_editor_once")]
        triggers = [
            pgtrigger.ReadOnly(name="never_changed"),
            pgtrigger.Trigger(
                name="forgotten_with_release_only",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                IF EXISTS (SELECT 1 FROM portal_release WHERE id = OLD.release_id) THEN
                    RAISE EXCEPTION 'an editor of a release is never forgotten' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
                """,
            ),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.release}"
