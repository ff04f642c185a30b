"""Themes: what a sector shows first, put together from released figures, commitments and terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet, Reviewed
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.services.models.content import codes_of
from portal.staff.models import Department, Sector

SEARCHED = Searched(
    titles=in_both("name"), names=("aliases", "former_names"), texts=in_both("about", "why", "gaps")
)


class ThemeQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for themes."""

    def for_list(self) -> "ThemeQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "sector", "release").order_by("sector", "order", "code")


@audited
class Theme(OrdinaryContent, Reviewed):
    """A subject of a sector that residents ask about, with the reason why it is shown.

    It states no figure: it names indicators, commitments, programmes, projects and terms by their codes, and shows of
    them what is public. `gaps` says what no release has said of it.
    """

    described = ("name", "about", "why", "gaps")

    sector = models.ForeignKey(Sector, models.PROTECT, related_name="themes", verbose_name=_("sector"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="themes", verbose_name=_("department")
    )
    about_zh = models.TextField(_("about (Chinese)"), help_text=_("What it is about, in a sentence or two."))
    about_en = models.TextField(_("about (English)"))
    about = Localized("about")
    why_zh = models.CharField(_("why it is shown (Chinese)"), max_length=200)
    why_en = models.CharField(_("why it is shown (English)"), max_length=300)
    why = Localized("why")
    gaps_zh = models.TextField(
        _("not published (Chinese)"), blank=True, help_text=_("What no release has said of it.")
    )
    gaps_en = models.TextField(_("not published (English)"), blank=True)
    gaps = Localized("gaps")
    indicators = codes_of(_("indicators"))
    commitments = codes_of(_("commitments"))
    programmes = codes_of(_("programmes"))
    projects = codes_of(_("projects"))
    terms = codes_of(_("glossary terms"))
    tours = codes_of(
        _("tours"),
        help_text=_("Indicators that count the shows of a tour; the events that name them are its stops."),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    is_public = models.BooleanField(_("public"), default=False)

    objects = ThemeQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("sector", "order", "code")
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        indexes = [SEARCHED.index("theme_search")]
        triggers = described_triggers(SWITCHED_PUBLIC)
