"""What apps add to pages: blocks of the front page, of sectors and of areas, data sets, addresses for sitemaps.

Each app registers its own from `AppConfig.ready`; the core registers nothing of theirs.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.utils.functional import Promise

from portal.areas.models import Area
from portal.web.feeds import Entry


@dataclass(frozen=True)
class Block:
    """A part of a page: a template, and what it shows at a moment. `order` decides its place among the others.

    `context` gives the names that the template uses, or an empty dict where there is nothing to show: then the block
    is left out. It is asked with the moment, and where a page is about something with that before it.
    """

    template: str
    context: Callable[..., dict[str, Any]]
    order: int = 0


class SectorBlock(Block):
    """A part of a sector's page, after its figures."""


class HomeBlock(Block):
    """A part of the front page, after the promises."""


class AreaBlock(Block):
    """A part of the page of an area; its `context` is asked with the area and the moment."""


@dataclass(frozen=True)
class DataSet:
    """A list of the JSON interface, as the page for journalists announces it; `page`: URL name of its HTML page.

    `further` are what it answers in besides: name of a format and its extension.
    """

    noun: str
    title: str | Promise
    about: str | Promise
    page: str = ""
    further: tuple[tuple[str, str], ...] = ()


#: Their contexts are asked with the sector and the moment.
sector_blocks: list[SectorBlock] = []
home_blocks: list[HomeBlock] = []
area_blocks: list[AreaBlock] = []
#: What happened in an area and its parts, as entries of its feed; each is asked with the area and the time.
area_news: list[Callable[[Area, dt.datetime], Iterable[Entry]]] = []
data_sets: dict[str, DataSet] = {}
sitemaps: dict[str, type[Sitemap]] = {}


def register_sector_block(block: SectorBlock) -> None:
    """Add a block to the pages of sectors; its context is asked with the sector and the moment."""
    sector_blocks.append(block)
    sector_blocks.sort(key=lambda one: one.order)


def register_home_block(block: HomeBlock) -> None:
    """Add a block to the front page."""
    home_blocks.append(block)
    home_blocks.sort(key=lambda one: one.order)


def register_area_block(block: AreaBlock) -> None:
    """Add a block to the page of every area."""
    area_blocks.append(block)
    area_blocks.sort(key=lambda one: one.order)


def register_area_news(news: Callable[[Area, dt.datetime], Iterable[Entry]]) -> None:
    """Add entries to the feed of every area: the newest of what happened in it and its parts."""
    area_news.append(news)


def filled(blocks: Iterable[Block], *asked: object) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block that has something to show; `asked` is what their contexts are asked with."""
    contents = ((block.template, block.context(*asked)) for block in blocks)
    return [(template, content) for template, content in contents if content]


def register_data_set(data_set: DataSet) -> None:
    """Announce a list of the JSON interface on the page for journalists."""
    data_sets[data_set.noun] = data_set


def register_sitemap(name: str, sitemap: type[Sitemap]) -> None:
    """Add addresses to the sitemap, as the part of that name."""
    sitemaps[name] = sitemap
