"""Ordinary content as sheets: facilities, and the glossary."""

from portal.facilities.records import FACILITIES
from portal.glossary.records import GLOSSARY
from portal.records.sheets import register_sheet


def register() -> None:
    """Add ordinary content to every workbook."""
    register_sheet(FACILITIES)
    register_sheet(GLOSSARY)
