"""Pages of public safety."""

from portal.views.sectors import SectorPage


class SafetyPage(SectorPage):
    sector = "safety"
