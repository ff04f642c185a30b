"""Housing, streets and public works: every programme and project from the plan to the handover."""

from django.utils.translation import gettext_lazy as _

from portal import sector


class ProjectsConfig(sector.SectorConfig):
    name = "projects"
    verbose_name = _("Housing and projects")
    name_zh = "安居与项目"
    name_en = "Housing and projects"
    order = 1
    task = sector.Task(
        _("My estate"), _("Renovation, roads, parking and heating where you live"), "area-list"
    )
    own_files = (
        "reported",
        "demo",
        "facet_index",
        "facets",
        "oc4ids",
        "progress_form",
        "status_history",
        "steps",
    )
