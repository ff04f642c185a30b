"""Validation of the columns of the case table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.records.findings import Finding, every
from portal.statistics.codes import PERCENT
from safety.models import CRIME_TYPE, CaseMeasure


def type_from_one_source(row: CaseMeasure, context: object) -> Iterator[Finding]:
    """The type of case comes from the breakdown of the indicator or from the row, and never from both."""
    dimensions = set(row.indicator.dimensions)
    if dimensions - {CRIME_TYPE}:
        yield Finding("indicator", _("Its figures are broken down otherwise than by type of crime."))
    elif dimensions and row.case_type is not None:
        yield Finding("case_type", _("The indicator is broken down by type of crime: leave the type empty."))
    elif not dimensions and row.case_type is None:
        yield Finding("case_type", _("The indicator is not broken down by type of crime: name the type."))


def type_is_a_crime_type(row: CaseMeasure, context: object) -> Iterator[Finding]:
    if row.case_type is not None and row.case_type.dimension_id != CRIME_TYPE:
        yield Finding("case_type", _("This is not a type of crime."))


def rate_in_per_cent(row: CaseMeasure, context: object) -> Iterator[Finding]:
    """A rate, and no other column, is in per cent."""
    is_rate = row.measure == CaseMeasure.Measure.RECOVERY_RATE
    if is_rate != (row.indicator.unit_id == PERCENT):
        yield Finding("measure", _("The unit of the indicator does not fit this column."))


validate_case_measure = every(type_from_one_source, type_is_a_crime_type, rate_in_per_cent)
