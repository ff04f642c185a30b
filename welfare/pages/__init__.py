"""Pages of welfare: the sector page and a block of area pages, the checker, schemes, QR cards."""

from welfare.pages.sector import AREA_BLOCKS
from welfare.pages.sitemaps import SITEMAPS

__all__ = ["AREA_BLOCKS", "SITEMAPS"]
