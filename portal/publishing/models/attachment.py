"""Attachments of releases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.parts import PartQuerySet
from portal.publishing.models.release import Release
from portal.publishing.triggers import frozen_with_release, remember_editor
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated


@audited
class Attachment(models.Model):
    """A document attached to a release; served only once the release is public."""

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="attachments", verbose_name=_("release")
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    file = models.FileField(_("file"), upload_to="attachments/")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("release", "id")
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        triggers = [frozen_with_release(), remember_editor(), never_truncated()]

    def __str__(self) -> str:
        return self.title
