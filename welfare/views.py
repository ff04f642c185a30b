"""Pages of welfare."""

from portal.site.sector_pages import SectorPage


class WelfarePage(SectorPage):
    sector = "welfare"
