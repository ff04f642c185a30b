"""Policing, prevention and the services of the police."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class SafetyConfig(sector.SectorConfig):
    name = "safety"
    verbose_name = _("Public safety")
    name_zh = "公共安全"
    name_en = "Public safety"
    order = 2
    task = sector.Task(
        _("Scams and emergencies"),
        _("Is this a scam? What to do and whom to call"),
        "safety:sector",
        guide="is-this-a-scam",
    )
