"""The editors of a release, who may not decide on it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.records.history import audited, never_truncated


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
