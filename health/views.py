"""Pages of health."""

from portal.views.sectors import SectorPage


class HealthPage(SectorPage):
    sector = "health"
