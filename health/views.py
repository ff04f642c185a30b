"""Pages of health."""

from portal.site.sector_pages import SectorPage


class HealthPage(SectorPage):
    sector = "health"
