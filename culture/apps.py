"""Culture, sport and places for leisure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class CultureConfig(AppConfig):
    name = "culture"
    verbose_name = _("Culture and sport")

    def ready(self) -> None:
        register_sector(SectorSpec("culture", "文化体育", "Culture and sport", order=5))
