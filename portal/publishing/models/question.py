"""Journalists' questions at a release, and the answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.parts import PartQuerySet
from portal.publishing.models.release import Release
from portal.publishing.models.section import Section
from portal.publishing.triggers import OF_SECTION, closed_with_part, frozen_with_release, remember_editor
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both

SEARCHED = Searched(titles=in_both("question"), texts=in_both("answer", "outlet", "speaker"))


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
    searched = SEARCHED

    class Meta:
        ordering = ("release", "number")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [SEARCHED.index("question_search")]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="question_number_in_release")
        ]
        triggers = [frozen_with_release(), closed_with_part(OF_SECTION), remember_editor(), never_truncated()]

    def __str__(self) -> str:
        return self.question
