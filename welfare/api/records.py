"""Disbursements, versions of schemes and rules as JSON, and their filters."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.areas.filters import InArea
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import OfDepartment
from portal.statistics.codes import Qualifier
from portal.statistics.fields import INFERRED
from portal.web.api.fields import Codes, Day, Shortened, Text, Word
from portal.web.filters import DayFilter, RowFilter, StrictFilterSet
from welfare.models import Condition, Scheme


class DisbursementFields(serializers.Serializer):
    """What one group received under a scheme in a period, as one release stated it."""

    id = serializers.IntegerField(source="record.id")
    scheme = Text(source="record.scheme.code")
    scheme_name = Text(source="record.scheme.name")
    department = Text(source="record.scheme.department.code")
    group = Text(source="record.group", help_text=_("Who received it."))
    area = Text(
        source="record.area.code", default=None, allow_null=True, help_text=_("Null for the whole district.")
    )
    period_start = Day(source="record.period_start")
    period_end = Day(source="record.period_end")
    period_inferred = serializers.BooleanField(source="record.period_inferred", help_text=INFERRED)
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
    area = InArea("area")
    release = OfRelease()
    from_ = DayFilter(
        "period_end", "gte", label=_("from"), help_text=_("Periods ending on that day or later.")
    )
    to_ = DayFilter("period_end", "lte", label=_("to"), help_text=_("Periods ending on that day or earlier."))
    versions = Versions(label=_("versions"))


class OfScheme(serializers.Serializer):
    """The scheme."""

    id = serializers.IntegerField(source="record.id")
    scheme = Text(source="record.scheme.code")
    scheme_name = Text(source="record.scheme.name")
    department = Text(source="record.scheme.department.code")


class SchemeVersionFields(OfScheme):
    """One version of a scheme's rules: the days on which it holds, and whom it leaves under an earlier one."""

    version = Text(source="record.code")
    version_name = Text(source="record.name")
    valid_from = Day(source="record.valid_from", allow_null=True, help_text=_("Null if it is not printed."))
    known_from = Day(
        source="record.known_from",
        allow_null=True,
        help_text=_("Where the first day is not printed: the first day for which the release shows it."),
    )
    valid_to = Day(source="record.valid_to", allow_null=True, help_text=_("Null if no last day is stated."))
    earlier = Text(
        source="record.earlier", help_text=_("The version under which people stay who were in before.")
    )
    transition_from = Day(source="record.transition_from", allow_null=True)
    transition_to = Day(source="record.transition_to", allow_null=True)
    newcomers_from = Day(
        source="record.newcomers_from",
        allow_null=True,
        help_text=_("Whoever enrolled before that day stays; null if the release sets no such day."),
    )


class RuleFields(OfScheme):
    """One rule: whoever is in one of the groups, and meets every condition, has the benefit."""

    version = Text(source="record.version")
    code = Text(source="record.code")
    group = Text(source="record.group.code")
    group_name = Text(source="record.group.name")
    condition = Text(source="record.condition.code", default=None, allow_null=True)
    condition_name = Text(source="record.condition.name", default=None, allow_null=True)
    groups = Codes(source="record.group_codes", help_text=_("`group` first."))
    every_group = serializers.BooleanField(
        source="record.every_group", help_text=_("Whether one has to be in all the groups at once.")
    )
    conditions = Codes(source="record.condition_codes", help_text=_("`condition` first."))
    any_condition = serializers.BooleanField(
        source="record.any_condition", help_text=_("Whether one of the conditions is enough.")
    )
    benefit = Text(source="record.benefit")
    benefit_name = Text(source="record.benefit_name")
    clause = Text(source="record.clause", help_text=_("What the release says, in the words of this portal."))


class SchemeVersionFilter(StrictFilterSet):
    """Filters versions of schemes; by default of those published and not superseded."""

    scheme = RowFilter(Scheme.objects.released, "scheme-versions", field_name="scheme", label=_("scheme"))
    department = OfDepartment("scheme__department")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class RuleFilter(SchemeVersionFilter):
    """Filters rules; by default of those published and not superseded."""

    group = RowFilter(
        Condition.objects.released, "eligibility-rules", method="of_group", label=_("group of people")
    )

    def of_group(self, rules: QuerySet, _name: str, group: Condition) -> QuerySet:
        return rules.filter(Q(group=group) | Q(more_groups__contains=[group.code]))
