"""Disbursements as JSON, and their filters."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import OfDepartment
from portal.statistics.codes import Qualifier
from portal.web.api.fields import Day, Shortened, Text, Word
from portal.web.filters import DayFilter, RowFilter, StrictFilterSet
from welfare.models import Scheme


class DisbursementFields(serializers.Serializer):
    """What one group received under a scheme in a period, as one release stated it."""

    id = serializers.IntegerField(source="record.id")
    scheme = Text(source="record.scheme.code")
    scheme_name = Text(source="record.scheme.name")
    department = Text(source="record.scheme.department.code")
    group = Text(source="record.group", help_text=_("Who received it."))
    period_start = Day(source="record.period_start")
    period_end = Day(source="record.period_end")
    persons = serializers.IntegerField(source="record.persons", allow_null=True)
    households = serializers.IntegerField(source="record.households", allow_null=True)
    amount = Shortened(source="record.amount", allow_null=True, help_text=_("In yuan (CNY)."))
    qualifier = Word(Qualifier.choices, source="record.qualifier", allow_blank=True)
    per_head = Shortened(
        source="record.per_head",
        allow_null=True,
        help_text=_("Computed: yuan a person, where an exact amount and the persons are both stated."),
    )


class DisbursementFilter(StrictFilterSet):
    """Filters of disbursements; by default of those in force."""

    scheme = RowFilter(Scheme.objects.released, "disbursements", field_name="scheme", label=_("scheme"))
    department = OfDepartment("scheme__department")
    release = OfRelease()
    from_ = DayFilter(
        "period_end", "gte", label=_("from"), help_text=_("Periods ending on that day or later.")
    )
    to_ = DayFilter("period_end", "lte", label=_("to"), help_text=_("Periods ending on that day or earlier."))
    versions = Versions(label=_("versions"))
