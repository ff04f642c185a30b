"""Facilities: places that residents visit or call."""

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet
from portal.publishing.models.release import Release
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector

SEARCHED = Searched(
    titles=in_both("name"),
    names=("aliases", "former_names"),
    texts=(*in_both("address", "hours", "note"), "phone"),
)


class FacilityQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for facilities."""

    def reachable_first(self) -> "FacilityQuerySet":
        """Facilities with a telephone number first, then those with hours only, then the rest."""
        reach = Case(When(~Q(phone=""), then=0), When(~Q(hours_zh=""), then=1), default=2)
        return self.order_by(reach, "pinyin", "code")

    def for_list(self) -> "FacilityQuerySet":
        """Ready to render in a list."""
        return self.select_related("area", "department", "sector", "release").order_by("pinyin", "code")


@audited
class Facility(OrdinaryContent):
    """A place with address, telephone or hours: police post, clinic, venue, school, park, service window."""

    class Kind(models.TextChoices):
        POLICE_POST = "police_post", _("police post")
        CLINIC = "clinic", _("clinic")
        HOSPITAL = "hospital", _("hospital")
        SAMPLING_POINT = "sampling_point", _("sampling point")
        VENUE = "venue", _("cultural or sports venue")
        SCHOOL = "school", _("school")
        PARK = "park", _("park")
        GARDEN = "garden", _("pocket garden")
        ROAD = "road", _("road")
        ESTATE = "estate", _("housing estate")
        SERVICE_WINDOW = "service_window", _("service window")
        HOTLINE = "hotline", _("hotline")
        OTHER = "other", _("other place")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="facilities",
        verbose_name=_("department"),
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="facilities", verbose_name=_("sector"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="facilities", verbose_name=_("area"))
    address_zh = models.CharField(_("address (Chinese)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=300, blank=True)
    address = Localized("address")
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    hours_zh = models.CharField(_("hours (Chinese)"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours (English)"), max_length=300, blank=True)
    hours = Localized("hours")
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")
    release = models.ForeignKey(
        Release,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("source"),
    )
    section = models.CharField(_("section of the source"), max_length=12, blank=True)
    paragraph = models.PositiveSmallIntegerField(_("paragraph of the source"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    objects = FacilityQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        indexes = [SEARCHED.index("facility_search")]
        triggers = described_triggers(SWITCHED_PUBLIC)

    @property
    def is_visited(self) -> bool:
        """Whether a missing telephone number or missing hours should be mentioned: nobody calls a road or an estate."""
        return self.kind not in {self.Kind.ROAD, self.Kind.ESTATE}
