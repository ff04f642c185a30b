"""Which figures of policing are shown by area, and the villages without a criminal case that releases name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.history import audited
from portal.staff.models import Department
from portal.statistics.models import Indicator
from portal.web.data_version import public_change
from portal.web.days import YEARS
from safety.models.cases import IS_PUBLIC

VILLAGE_KEY = ("area_id", "year")


@audited
class AreaMeasure(models.Model):
    """The block of the page of public safety in which an indicator is shown, area by area."""

    class Block(models.TextChoices):
        RESPONSE = "response", _("response times")
        CRIME_FREE = "crime_free", _("villages without a criminal case")
        HELPERS = "helpers", _("volunteers, patrols and auxiliary officers")

    indicator = models.OneToOneField(
        Indicator, models.PROTECT, related_name="area_measure", verbose_name=_("indicator")
    )
    block = models.CharField(_("block"), max_length=10, choices=Block)

    class Meta:
        ordering = ("block", "indicator__order", "indicator__code")
        verbose_name = _("indicator shown by area")
        verbose_name_plural = _("indicators shown by area")
        constraints = [
            models.UniqueConstraint(
                fields=["block"],
                condition=Q(block="crime_free"),
                name="area_measure_one_count_of_villages",
                violation_error_message=_(
                    "Another indicator already counts villages without a criminal case."
                ),
            )
        ]
        triggers = [public_change(when=IS_PUBLIC)]

    def __str__(self) -> str:
        return f"{self.get_block_display()} · {self.indicator}"


@audited
class CrimeFreeVillage(PrintedRecord):
    """A village or community in which, by a release, no criminal case occurred in a year."""

    version_key = VILLAGE_KEY

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="crime_free_years", verbose_name=_("area"))
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        ordering = ("-year", "area", "id")
        verbose_name = _("village without a criminal case")
        verbose_name_plural = _("villages without a criminal case")
        constraints = [
            models.CheckConstraint(
                name="crime_free_village_plausible_year",
                condition=Q(year__gte=YEARS[0], year__lte=YEARS[-1]),
                violation_error_message=_("This is no plausible year."),
            ),
            models.UniqueConstraint(
                fields=["release", "area", "year"],
                name="crime_free_village_once_in_release",
                violation_error_message=_("The release already names this village for this year."),
            ),
            known_once("crime_free_village_known_once", "area", "year"),
        ]
        triggers = released_triggers(
            "safety_crimefreevillage", VILLAGE_KEY, department="(part ->> 'department_id')::bigint"
        )

    def __str__(self) -> str:
        return f"{self.area} · {self.year}"
