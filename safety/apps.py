"""Policing, prevention and the services of the police."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class SafetyConfig(sector.SectorConfig):
    name = "safety"
    verbose_name = _("Public safety")
    name_zh = "公共安全"
    name_en = "Public safety"
    order = 2
    own_files = ("local",)
    task = sector.Task(
        _("Scams and emergencies"),
        _("Is this a scam? What to do and whom to call"),
        "safety:sector",
        guide="is-this-a-scam",
    )
    chosen = _(
        "Chosen because they tell how safe it is and whether help comes: cases solved, losses stopped in fraud, "
        "disputes settled, and villages without a criminal case."
    )
