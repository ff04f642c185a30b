"""Pages of public safety."""

from portal.site.sector_pages import SectorPage


class SafetyPage(SectorPage):
    sector = "safety"
