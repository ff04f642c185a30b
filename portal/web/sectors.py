"""The sectors of the installed apps; `portal.sector.SectorConfig` registers each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """What residents most often come to a sector for, in their words: a tile of the home page.

    `page` is the URL name of where it is done, with `query`. `guide` is the code of a guide that leads there better; it
    comes first where the district has published it.
    """

    title: str | Promise
    about: str | Promise
    page: str
    guide: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SectorSpec:
    """A sector: its code is the app's label and the first part of its addresses.

    `chosen`: why its headline figures are those and no others.
    """

    code: str
    name_zh: str
    name_en: str
    order: int
    task: Task | None = None
    chosen: str | Promise = ""


sectors: dict[str, SectorSpec] = {}
