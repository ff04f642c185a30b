"""The sectors of the installed apps; `portal.sector.SectorConfig` registers each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectorSpec:
    """A sector: its code is the app's label and the first part of its addresses."""

    code: str
    name_zh: str
    name_en: str
    order: int


sectors: dict[str, SectorSpec] = {}
