"""`/projects/`: the place to find a project, and below it the story of the sector."""

from portal.views.sectors import SectorPage


class ProjectsPage(SectorPage):
    sector = "projects"
