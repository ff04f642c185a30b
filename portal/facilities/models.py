"""Facilities: places that residents visit or call."""

import re
from collections.abc import Collection
from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.models.content import OrdinaryContent, OrdinaryContentQuerySet
from portal.publishing.triggers import SWITCHED_PUBLIC
from portal.records.described import described_triggers
from portal.records.fields import Localized
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector

SEARCHED = Searched(
    titles=in_both("name"),
    names=("aliases", "former_names"),
    texts=(*in_both("address", "hours", "note", "charge_note", "access"), "phone"),
)

#: Kinds of earlier days: roads and housing estates are areas. Pages of the past still name them.
FORMER_KINDS = {"road": _("road"), "estate": _("housing estate")}
#: What separates several numbers.
BETWEEN_NUMBERS = re.compile(r"[;；、]")
#: The line for questions and complaints to any local government in the country.
GOVERNMENT_LINE = "12345"


class FacilityQuerySet(OrdinaryContentQuerySet):
    """QuerySet words for facilities."""

    def reachable_first(self) -> "FacilityQuerySet":
        """Facilities with a telephone number first, then those with hours only, then the rest."""
        has_hours = ~Q(hours_zh="") | ~Q(opening_hours="")
        reach = Case(When(~Q(phone=""), then=0), When(has_hours, then=1), default=2)
        return self.order_by(reach, "pinyin", "code")

    def to_call(self, departments: Collection[int]) -> "FacilityQuerySet":
        """The entries of these departments themselves, which have their names, and the general line."""
        own = Q(department__in=departments, name_zh=F("department__name_zh"))
        return self.filter(own | Q(kind=Facility.Kind.HOTLINE, phone=GOVERNMENT_LINE)).exclude(phone="")

    def general_line(self) -> "FacilityQuerySet":
        """The line to ring where nobody else is named."""
        return self.to_call(()).for_list()

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
        SERVICE_WINDOW = "service_window", _("service window")
        HOTLINE = "hotline", _("hotline")
        OTHER = "other", _("other place")

    class Charge(models.TextChoices):
        FREE = "free", _("free of charge")
        REDUCED = "reduced", _("free or cheaper for some")
        PAID = "paid", _("charged")

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
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees north (WGS 84), such as 37.407000."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees east (WGS 84), such as 122.170000."),
    )
    phone = models.CharField(
        _("telephone"),
        max_length=60,
        blank=True,
        help_text=_("Several numbers are separated by semicolons."),
    )
    website = models.CharField(
        _("web address"), max_length=300, blank=True, help_text=_("It begins with http:// or https://.")
    )
    opening_hours = models.CharField(
        _("opening hours"),
        max_length=255,
        blank=True,
        help_text=_(
            "In the notation of OpenStreetMap, such as “Mo-Fr 08:30-17:30; PH off” (PH: public holidays)."
        ),
    )
    hours_zh = models.CharField(_("hours (Chinese)"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours (English)"), max_length=300, blank=True)
    hours = Localized("hours")
    charge = models.CharField(
        _("charge"),
        max_length=8,
        choices=Charge,
        blank=True,
        help_text=_("Empty if no source says what it costs."),
    )
    charge_note_zh = models.CharField(_("note on the charge (Chinese)"), max_length=200, blank=True)
    charge_note_en = models.CharField(_("note on the charge (English)"), max_length=300, blank=True)
    charge_note = Localized("charge_note")
    access_zh = models.CharField(
        _("access (Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("For wheelchairs, prams, people who see or hear little."),
    )
    access_en = models.CharField(_("access (English)"), max_length=300, blank=True)
    access = Localized("access")
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")
    is_public = models.BooleanField(_("public"), default=False)

    objects = FacilityQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("pinyin", "code")
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        indexes = [SEARCHED.index("facility_search")]
        constraints = [
            models.CheckConstraint(
                name="facility_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Give latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                name="facility_is_no_area",
                condition=~Q(kind__in=list(FORMER_KINDS)),
                violation_error_message=_("Roads and housing estates are areas, not facilities."),
            ),
            models.CheckConstraint(
                name="facility_website_is_a_web_page",
                condition=Q(website="") | Q(website__regex=r"^https?://[^/\s]+(/\S*)?$"),
                violation_error_message=_("A web address begins with http:// or https://."),
            ),
        ]
        triggers = described_triggers(SWITCHED_PUBLIC)

    @property
    def kind_label(self) -> str:
        return str(FORMER_KINDS.get(self.kind) or self.get_kind_display())

    @property
    def phones(self) -> list[str]:
        """Its telephone numbers, as printed."""
        return [number.strip() for number in BETWEEN_NUMBERS.split(self.phone) if number.strip()]

    @property
    def line_name(self) -> str:
        """Its name beside its number, which many names of hotlines end with: “Anti-fraud line” beside 96110."""
        return self.name.removesuffix(self.phone).rstrip() or self.name

    @property
    def is_located(self) -> bool:
        return self.latitude is not None

    @property
    def geo_address(self) -> str:
        """The `geo:` address of RFC 5870, which a phone opens in its map."""
        return f"geo:{self.latitude},{self.longitude}" if self.is_located else ""

    @property
    def openstreetmap_address(self) -> str:
        """Its page on OpenStreetMap: by coordinates, or a search for its name."""
        if self.is_located:
            place = {"mlat": self.latitude, "mlon": self.longitude}
            return (
                f"https://www.openstreetmap.org/?{urlencode(place)}#map=17/{self.latitude}/{self.longitude}"
            )
        return f"https://www.openstreetmap.org/search?{urlencode({'query': self.wanted})}"

    @property
    def amap_address(self) -> str:
        """Its page on Amap (高德): by coordinates, or a search for its name."""
        if self.is_located:
            place = {
                "position": f"{self.longitude},{self.latitude}",
                "name": self.name_zh,
                "coordinate": "wgs84",
            }
            return f"https://uri.amap.com/marker?{urlencode(place)}"
        return f"https://uri.amap.com/search?{urlencode({'keyword': self.wanted})}"

    @property
    def wanted(self) -> str:
        """What to look for on a map: name and printed address or area."""
        return f"{self.area.name_zh} {self.address_zh or self.name_zh}"
