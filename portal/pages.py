"""What apps add to pages: blocks of the front page and of sectors, data sets for journalists, addresses for sitemaps.

Each app registers its own from `AppConfig.ready`; the core registers nothing of theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.utils.functional import Promise

from portal.moments import Moment


@dataclass(frozen=True)
class Block:
    """A part of a page: a template, and what it shows at a moment. `order` decides its place among the others.

    `context` gives the names that the template uses, or an empty dict where there is nothing to show: then the block
    is left out.
    """

    template: str
    context: Callable[[Moment], dict[str, Any]]
    order: int = 0


class SectorBlock(Block):
    """A part of a sector's page, after its figures."""


class HomeBlock(Block):
    """A part of the front page, after the promises."""


@dataclass(frozen=True)
class DataSet:
    """A list of the JSON interface, as the page for journalists announces it; `page`: URL name of its HTML page."""

    noun: str
    title: str | Promise
    about: str | Promise
    page: str = ""


sector_blocks: dict[str, list[SectorBlock]] = {}
home_blocks: list[HomeBlock] = []
data_sets: dict[str, DataSet] = {}
sitemaps: dict[str, type[Sitemap]] = {}


def register_sector_block(sector: str, block: SectorBlock) -> None:
    """Add a block to the page of a sector."""
    blocks = sector_blocks.setdefault(sector, [])
    blocks.append(block)
    blocks.sort(key=lambda one: one.order)


def register_home_block(block: HomeBlock) -> None:
    """Add a block to the front page."""
    home_blocks.append(block)
    home_blocks.sort(key=lambda one: one.order)


def filled(blocks: Iterable[Block], moment: Moment) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block that has something to show."""
    contents = ((block.template, block.context(moment)) for block in blocks)
    return [(template, content) for template, content in contents if content]


def register_data_set(data_set: DataSet) -> None:
    """Announce a list of the JSON interface on the page for journalists."""
    data_sets[data_set.noun] = data_set


def register_sitemap(name: str, sitemap: type[Sitemap]) -> None:
    """Add addresses to the sitemap, as the part of that name."""
    sitemaps[name] = sitemap
