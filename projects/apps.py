"""Housing, streets and public works: every programme and project from the plan to the handover."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class ProjectsConfig(sector.SectorConfig):
    name = "projects"
    verbose_name = _("Housing and projects")
    name_zh = "安居与项目"
    name_en = "Housing and projects"
    order = 1
    own_files = (
        "bulk",
        "demo",
        "doubts",
        "facet_index",
        "facets",
        "forms",
        "oc4ids",
        "progress_form",
        "querysets",
        "record_filters",
        "sheets",
        "sitemaps",
        "status_history",
        "template_rows",
        "views",
    )

    def ready(self) -> None:
        from portal.web.as_of import register_due, register_unversioned
        from projects.models import (
            Category,
            Undertaking,
            UndertakingArea,
            UndertakingIndicator,
            UndertakingState,
        )

        super().ready()
        register_unversioned(Undertaking, Undertaking.objects.released)
        for links in (UndertakingArea, UndertakingIndicator):
            register_unversioned(links, Undertaking.objects.released, of="undertaking")
        register_unversioned(Category, lambda _at: Category.objects.all())
        register_due(lambda at: UndertakingState.objects.known_at(at).overdue(at), "due")
