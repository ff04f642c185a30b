"""Parts of releases: sections, questions with their answers, attachments."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.publishing.triggers import OF_SECTION, closed_with_part, frozen_with_release, remember_editor
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector


class PartQuerySet(models.QuerySet):
    """QuerySet words for sections, questions and attachments."""

    def known_at(self, at: dt.datetime) -> "PartQuerySet":
        """In releases published and not withdrawn by that time, newest release first."""
        return self.filter(release__in=Release.objects.known_at(at)).order_by(
            "-release__released_at", *self.model._meta.ordering
        )

    def for_list(self) -> "PartQuerySet":
        """Ready to render in a list."""
        return self.select_related("release")


SECTION_SEARCHED = Searched(titles=in_both("title"), texts=in_both("summary", "speaker"))


@audited
class Section(models.Model):
    """A numbered section of a release, edited by one department; locators refer to it by number."""

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
    speaker_zh = models.CharField(_("speaker with office (Chinese)"), max_length=100, blank=True)
    speaker_en = models.CharField(_("speaker with office (English)"), max_length=200, blank=True)
    speaker = Localized("speaker")
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = Localized("summary")
    paragraphs = models.PositiveSmallIntegerField(_("number of paragraphs"), default=1)

    objects = PartQuerySet.as_manager()
    searched = SECTION_SEARCHED

    class Meta:
        ordering = ("release", "order")
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        indexes = [SECTION_SEARCHED.index("section_search")]
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


QUESTION_SEARCHED = Searched(titles=in_both("question"), texts=in_both("answer", "outlet", "speaker"))


@audited
class Question(models.Model):
    """A journalist's question and its answer, paraphrased."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="questions", verbose_name=_("release"))
    section = models.ForeignKey(Section, models.RESTRICT, related_name="questions", verbose_name=_("section"))
    number = models.PositiveSmallIntegerField(_("number"))
    outlet_zh = models.CharField(_("outlet (Chinese)"), max_length=100)
    outlet_en = models.CharField(_("outlet (English)"), max_length=200)
    outlet = Localized("outlet")
    question_zh = models.TextField(_("question (Chinese)"))
    question_en = models.TextField(_("question (English)"))
    question = Localized("question")
    speaker_zh = models.CharField(_("answered by (Chinese)"), max_length=100)
    speaker_en = models.CharField(_("answered by (English)"), max_length=200)
    speaker = Localized("speaker")
    answer_zh = models.TextField(_("answer (Chinese)"))
    answer_en = models.TextField(_("answer (English)"))
    answer = Localized("answer")

    objects = PartQuerySet.as_manager()
    searched = QUESTION_SEARCHED

    class Meta:
        ordering = ("release", "number")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [QUESTION_SEARCHED.index("question_search")]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="question_number_in_release")
        ]
        triggers = [frozen_with_release(), closed_with_part(OF_SECTION), remember_editor(), never_truncated()]

    def __str__(self) -> str:
        return self.question


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
