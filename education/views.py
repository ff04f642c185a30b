"""Pages of education."""

from portal.site.sector_pages import SectorPage


class EducationPage(SectorPage):
    sector = "education"
