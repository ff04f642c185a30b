"""Blocks of the area page and sitemaps, declared by the core."""

from portal.site.areas import commitments_in, facilities_in, figures_in
from portal.site.blocks import Block
from portal.site.sitemaps import Areas, Commitments, Fixed, Indicators, Releases

AREA_BLOCKS = [
    Block("areas/commitments.html", commitments_in, order=20),
    Block("areas/figures.html", figures_in, order=30),
    Block("areas/facilities.html", facilities_in, order=40),
]
SITEMAPS = [
    ("pages", Fixed),
    ("indicators", Indicators),
    ("releases", Releases),
    ("commitments", Commitments),
    ("areas", Areas),
]
