"""Reviewers' comments on single rows of a release, and the editors' answers."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.records.history import audited, never_truncated


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
