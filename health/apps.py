"""Health care, prevention and family planning support."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class HealthConfig(AppConfig):
    name = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        register_sector(SectorSpec("health", "健康医疗", "Health", order=3))
