"""Schools, teaching and families."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = _("Education")

    def ready(self) -> None:
        register_sector(SectorSpec("education", "教育", "Education", order=6))
