"""Pages of welfare."""

from portal.views.sectors import SectorPage


class WelfarePage(SectorPage):
    sector = "welfare"
