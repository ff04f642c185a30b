"""Filters of cases by type, of police operations and of villages without a criminal case."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import OfDepartment
from portal.statistics.models import Code
from portal.web.days import YEARS
from portal.web.filters import (
    ChoiceFilter,
    DayFilter,
    RowFilter,
    StrictFilterSet,
    WholeNumberField,
    WordsFilter,
)
from safety.models import Operation, case_types


class CaseFilter(StrictFilterSet):
    """Filters the table of cases by type; needs `case_rows`."""

    type = RowFilter(case_types, "dimensions/crime_type", method="of_type", label=_("type of case"))
    area = InArea("series__area")
    from_ = DayFilter(
        "period_end", "gte", label=_("from"), help_text=_("Periods ending on that day or later.")
    )
    to_ = DayFilter("period_end", "lte", label=_("to"), help_text=_("Periods ending on that day or earlier."))

    def of_type(self, qs: QuerySet, _name: str, one: Code) -> QuerySet:
        return qs.filter(case_type=one.code)


class OperationFilter(StrictFilterSet):
    """Filters police operations; needs `known_at`."""

    q = WordsFilter("name_zh", "name_en", "former_names")
    kind = ChoiceFilter(Operation.Kind.choices, "kind", label=_("kind"))
    department = OfDepartment("department")


class OfOperation(StrictFilterSet):
    """Filters what releases say of operations; by default what is in force."""

    operation = RowFilter(
        Operation.objects.released, "operations", field_name="operation", label=_("police operation")
    )
    department = OfDepartment("operation__department")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class OfYear(django_filters.NumberFilter):
    """The year that a row is about."""

    field_class = WholeNumberField
    allowed = [f"{YEARS[0]}–{YEARS[-1]}"]
    schema = {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=YEARS[0], max_value=YEARS[-1], **kwargs)


class VillageFilter(StrictFilterSet):
    """Filters villages without a criminal case; by default those in force."""

    area = InArea("area")
    year = OfYear(label=_("year"))
    department = OfDepartment("department")
    release = OfRelease()
    versions = Versions(label=_("versions"))
