"""Assistance, medical insurance and support for people in need."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class WelfareConfig(AppConfig):
    name = "welfare"
    verbose_name = _("Welfare")

    def ready(self) -> None:
        register_sector(SectorSpec("welfare", "社会保障", "Welfare", order=4))
