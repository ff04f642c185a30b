"""The codelists as sheets: units, departments, areas, dimensions and their values, indicators, checks."""

from portal.areas.records import AREAS
from portal.records.sheets import register_sheet
from portal.staff.records import DEPARTMENTS
from portal.statistics.records.checks import CHECK_TERMS, CHECKS
from portal.statistics.records.codelists import CODES, DIMENSIONS, UNITS
from portal.statistics.records.indicators import INDICATORS


def register() -> None:
    """Add the codelists to every workbook."""
    for sheet in (UNITS, DEPARTMENTS, AREAS, DIMENSIONS, CODES, INDICATORS, CHECKS, CHECK_TERMS):
        register_sheet(sheet)
