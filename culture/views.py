"""Pages of culture."""

from portal.views.sectors import SectorPage


class CulturePage(SectorPage):
    sector = "culture"
