"""Housing, streets and public works: every programme and project from the plan to the handover."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.web.sectors import SectorSpec, register_sector


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Housing and projects")

    def ready(self) -> None:
        from portal.publishing.validity import register_follower
        from portal.web.as_of import register_due, register_unversioned
        from projects import (
            blocks,
            checklist,
            feeds,
            lines,
            notices,
            ownership,
            search_sources,
            sheets,
            sitemaps,
            states,
        )
        from projects.api import endpoints
        from projects.models import (
            Category,
            Undertaking,
            UndertakingArea,
            UndertakingIndicator,
            UndertakingState,
        )

        register_sector(SectorSpec("projects", "安居与项目", "Housing and projects", order=1))
        ownership.register_rights()
        sheets.register()
        for part in (blocks, checklist, feeds, lines, notices, sitemaps):
            part.register()
        register_follower(states.follow)
        endpoints.register_endpoints()
        search_sources.register()
        register_unversioned(Undertaking, Undertaking.objects.released)
        for links in (UndertakingArea, UndertakingIndicator):
            register_unversioned(links, Undertaking.objects.released, of="undertaking")
        register_unversioned(Category, lambda _at: Category.objects.all())
        register_due(lambda at: UndertakingState.objects.known_at(at).overdue(at), "due")
