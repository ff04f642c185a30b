"""Assistance, medical insurance and support for people in need."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class WelfareConfig(sector.SectorConfig):
    name = "welfare"
    verbose_name = _("Welfare")
    name_zh = "社会保障"
    name_en = "Welfare"
    order = 4
    own_files = ("cards", "eligibility", "forms", "rulebook", "schemes", "trial")
    task = sector.Task(
        _("Relief and insurance"),
        _("Who is helped with the contribution, and what else there is"),
        "welfare:eligibility",
        guide="contribution-aid",
    )
