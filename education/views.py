"""Pages of education."""

from portal.views.sectors import SectorPage


class EducationPage(SectorPage):
    sector = "education"
