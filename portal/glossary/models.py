"""The glossary: programme names, acronyms and technical terms, as explained in releases."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector

SEARCHED = Searched(titles=in_both("name"), names=("aliases", "former_names"), texts=in_both("explanation"))


class GlossaryTermQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for terms."""

    def for_list(self) -> "GlossaryTermQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "sector", "release").order_by("pinyin", "code")


@audited
class GlossaryTerm(OrdinaryContent):
    """A term of releases that residents may not know, with the explanation given there.

    Terms without an explanation in any release are marked; no explanation is made up.
    """

    described = ("name", "explanation")

    reading = models.CharField(
        _("reading"), max_length=200, blank=True, help_text=_("How the Chinese is pronounced, in pinyin.")
    )
    explanation_zh = models.TextField(_("explanation (Chinese)"))
    explanation_en = models.TextField(_("explanation (English)"))
    explanation = Localized("explanation")
    is_explained = models.BooleanField(
        _("explained by the source"),
        default=True,
        help_text=_("Off where the releases name the term and do not say what it stands for."),
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="terms", verbose_name=_("sector"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="terms", verbose_name=_("department")
    )
    indicators = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("indicators"),
        help_text=_("Codes of the indicators with figures for it."),
    )
    is_public = models.BooleanField(_("public"), default=False)

    objects = GlossaryTermQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        indexes = [SEARCHED.index("glossary_search")]
        triggers = described_triggers(SWITCHED_PUBLIC)
