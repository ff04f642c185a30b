"""What the apps add to the portal. The core never asks which exist: each registers itself from `ready`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectorSpec:
    """A sector as its app announces it; `code` is the app's label and the first part of its addresses."""

    code: str
    name_zh: str
    name_en: str
    order: int


sectors: dict[str, SectorSpec] = {}


def register_sector(spec: SectorSpec) -> None:
    """Add a sector. Called once by the app that owns it."""
    sectors[spec.code] = spec
