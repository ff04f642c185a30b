"""Pages of housing and other projects."""

from portal.views.sectors import SectorPage


class ProjectsPage(SectorPage):
    sector = "projects"
