"""Filters of the table of cases by type."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.statistics.models import Code
from portal.web.filters import DayFilter, RowFilter, StrictFilterSet
from safety.models import case_types


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
