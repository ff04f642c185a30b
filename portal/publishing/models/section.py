"""Sections: the numbered parts of releases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.parts import PartQuerySet
from portal.publishing.models.release import Release
from portal.publishing.triggers import closed_with_part, frozen_with_release, remember_editor
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models.departments import Department, Sector

SEARCHED = Searched(titles=in_both("title"), texts=in_both("summary"))


@audited
class Section(models.Model):
    """A part of a release with its own number (the locator of its figures), edited by one department."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="sections", verbose_name=_("release"))
    number = models.CharField(_("number"), max_length=12)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sections",
        verbose_name=_("sector"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="sections",
        verbose_name=_("department"),
    )
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = Localized("summary")
    paragraphs = models.PositiveSmallIntegerField(_("number of paragraphs"), default=1)

    objects = PartQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("release", "order")
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        indexes = [SEARCHED.index("section_search")]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="section_number_in_release")
        ]
        triggers = [
            frozen_with_release(),
            closed_with_part("(part ->> 'department_id')::bigint"),
            remember_editor(),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def anchor(self) -> str:
        """The section's anchor on the page of its release."""
        return f"section-{self.number}"
