"""Pages of culture."""

from portal.site.sector_pages import SectorPage


class CulturePage(SectorPage):
    sector = "culture"
