"""Blocks of the area and sector pages and sitemaps, declared by the core."""

from portal.site.areas import commitments_in, facilities_in, figures_in
from portal.site.blocks import FIRST, Block
from portal.site.events import coming_events, events_in_area, events_of_sector
from portal.site.services import services_of
from portal.site.sitemaps import Areas, Commitments, Fixed, Guides, Indicators, Releases, Services, Themes

AREA_BLOCKS = [
    Block("areas/commitments.html", commitments_in, order=20),
    Block("areas/figures.html", figures_in, order=30),
    Block("areas/facilities.html", facilities_in, order=40),
    Block("events/block.html", events_in_area, order=50),
]
HOME_BLOCKS = [Block("events/block.html", coming_events, order=5)]
SECTOR_BLOCKS = [
    Block("services/sector_block.html", services_of, order=FIRST),
    Block("events/block.html", events_of_sector, order=40),
]
SITEMAPS = [
    ("pages", Fixed),
    ("indicators", Indicators),
    ("releases", Releases),
    ("commitments", Commitments),
    ("areas", Areas),
    ("services", Services),
    ("guides", Guides),
    ("themes", Themes),
]
