"""Validation of the columns of the case table, and of what releases say of police operations and villages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.publishing.validation import place, printed
from portal.records.findings import Finding, constraint_message, every
from portal.statistics.codes import PERCENT
from portal.web.days import YEARS
from safety.models import CRIME_TYPE, CaseMeasure, CrimeFreeVillage, OperationReport


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


def days_in_order(row: OperationReport, context: object) -> Iterator[Finding]:
    if row.starts_on is None:
        return
    if row.ends_on is not None and row.starts_on > row.ends_on:
        yield Finding("ends_on", constraint_message(OperationReport, "operation_days_in_order"))
    if row.starts_on > row.as_at:
        yield Finding("starts_on", constraint_message(OperationReport, "operation_began_by_its_report"))


def is_a_village(row: CrimeFreeVillage, context: object) -> Iterator[Finding]:
    """A list of villages names villages and communities."""
    if row.area.kind not in {Area.Kind.COMMUNITY, Area.Kind.VILLAGE}:
        yield Finding("area", _("This is no village or community."))


def plausible_year(row: CrimeFreeVillage, context: object) -> Iterator[Finding]:
    if row.year not in YEARS:
        yield Finding("year", constraint_message(CrimeFreeVillage, "crime_free_village_plausible_year"))


words_as_printed = printed(gettext_lazy("Copy the words or the figure as the document prints it."))
validate_operation_report = every(place, words_as_printed, days_in_order)
validate_operation_figure = every(place, words_as_printed)
validate_village = every(place, words_as_printed, is_a_village, plausible_year)
