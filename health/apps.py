"""Health care, prevention and family planning support."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class HealthConfig(sector.SectorConfig):
    name = "health"
    verbose_name = _("Health")
    name_zh = "健康医疗"
    name_en = "Health"
    order = 3
    task = sector.Task(
        _("Care and disputes"),
        _("Trouble with a clinic or hospital: whom to turn to, step by step"),
        "health:sector",
        guide="medical-dispute",
    )
