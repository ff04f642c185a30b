"""Pre-release access: preview links of named readers, and a record of each opening."""

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.records.fields import signed_by
from portal.records.history import audited, never_truncated


@audited
class PreviewLink(models.Model):
    """A link that shows an unpublished release to one named reader, until it expires or is revoked.

    The address contains only the signed id of this row; anyone who has it counts as the reader.
    """

    not_public = "Only the reader of the link sees what it opens, and no cache keeps it."

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="preview_links", verbose_name=_("release")
    )
    reader = models.CharField(_("reader"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200)
    expires_at = models.DateTimeField(_("expires at"))
    created_by = signed_by(_("given by"), null=False)
    created_at = models.DateTimeField(_("given at"), editable=False)
    revoked_by = signed_by(_("revoked by"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(name="preview_link_names_its_reader", condition=~Q(reader="")),
            models.CheckConstraint(name="preview_link_expires", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="preview_link_revocation_whole",
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_ever_revoked",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("revocation", "text[] = '{revoked_by_id,revoked_at}'")],
                func="""
                IF OLD.revoked_at IS NOT NULL
                   OR to_jsonb(NEW) - revocation <> to_jsonb(OLD) - revocation THEN
                    RAISE EXCEPTION 'a preview link is only ever revoked' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.release}"

    def is_open(self, at: dt.datetime) -> bool:
        """Whether the link works at that time."""
        return at < self.expires_at and (self.revoked_at is None or at < self.revoked_at)


class PreviewOpening(models.Model):
    """One opening of a preview link. Never changed or deleted."""

    link = models.ForeignKey(
        PreviewLink, models.CASCADE, related_name="openings", verbose_name=_("preview link")
    )
    at = models.DateTimeField(_("opened at"))

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("opening of a preview link")
        verbose_name_plural = _("openings of preview links")
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.link} · {self.at}"
