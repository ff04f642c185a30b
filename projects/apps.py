"""Housing, streets and public works."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.registry import SectorSpec, register_sector


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Housing and projects")

    def ready(self) -> None:
        register_sector(SectorSpec("projects", "安居与项目", "Housing and projects", order=1))
