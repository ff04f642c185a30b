"""Policing, prevention and the services of the police."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class SafetyConfig(AppConfig):
    name = "safety"
    verbose_name = _("Public safety")

    def ready(self) -> None:
        register_sector(SectorSpec("safety", "公共安全", "Public safety", order=2))
