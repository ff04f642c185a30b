"""Cases by type, police operations and villages without a criminal case as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api import Locator, WithdrawnRowSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.statistics.api.figures import PeriodOf, worst_state
from portal.statistics.codes import ObservationStatus, Qualifier
from portal.web.api.fields import Answer, Codes, Day, Text, Time, Value, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset
from safety.detail import CaseRow, OperationDetail, operations_of, rows_of
from safety.filters import CaseFilter, OperationFilter
from safety.models import Operation, OperationFigure, case_rows


class CaseFigureFields(serializers.Serializer):
    """One figure of the table; null where none is published."""

    value = Value(source="rounded", allow_null=True)
    unit = Text(source="series.indicator.unit_id")
    qualifier = Word(Qualifier.choices, allow_blank=True)
    status = Word(ObservationStatus.choices)
    check_state = worst_state()
    note = Text()
    indicator = Text(source="series.indicator.code", help_text=_("Whose definition applies."))
    observation = serializers.IntegerField(source="id", help_text=_("Id in `observations`."))
    release = Text(source="release.slug")
    locator = Locator()


class CaseSerializer(serializers.Serializer):
    """The figures of one type of case in an area and a period.

    Types may overlap, and rows of different definitions stand side by side: they are never added up.
    """

    type = Text(source="case_type", help_text=_("Value of the dimension `crime_type`."))
    type_name = Text(source="name")
    area = Text(source="area.code")
    area_name = Text(source="area.label")
    period = PeriodOf()
    cases = CaseFigureFields(allow_null=True)
    suspects = CaseFigureFields(allow_null=True)
    groups = CaseFigureFields(allow_null=True)
    frozen = CaseFigureFields(allow_null=True)
    stopped = CaseFigureFields(allow_null=True)
    recovered = CaseFigureFields(allow_null=True)
    recovery_rate = CaseFigureFields(allow_null=True)
    not_published = Codes(help_text=_("The members above without a published figure: null is never zero."))


class CaseList(ListView):
    """Cases by type with everything published about them: cases, persons, gangs, money, rate."""

    serializer_class = CaseSerializer
    filterset_class = CaseFilter
    keyset = Keyset("case_order", "case_type", "-period_end", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return case_rows(at)

    def prepare(self, rows: list) -> list[CaseRow]:
        return rows_of(rows, self.request.moment.at)


class Said(serializers.Serializer):
    """What one release says of an operation."""

    as_at = Day(help_text=_("The day up to which the release reports."))
    starts_on = Day(allow_null=True, help_text=_("Null if no release states the day."))
    ends_on = Day(allow_null=True, help_text=_("Null if no release states the day."))
    when = Text(help_text=_("In words, such as a season; empty if nothing is stated."))
    place = Text()
    task = Text(help_text=_("The task, or what happened."))
    outcome = Text(help_text=_("Empty if no release states one."))


class OperationReportFields(Said):
    """What one release says of a police operation: its days as far as stated, its task, and its outcome."""

    id = serializers.IntegerField()
    operation = Text(source="operation.code")
    operation_name = Text(source="operation.name")


class OperationFigureFields(serializers.Serializer):
    """An indicator that a release names with a police operation, and whether its figures are the operation's own."""

    id = serializers.IntegerField()
    operation = Text(source="operation.code")
    indicator = Text(source="indicator.code")
    attribution = Word(OperationFigure.Attribution.choices)


class CrimeFreeVillageFields(serializers.Serializer):
    """A village or community without a criminal case in a year, as one release named it."""

    id = serializers.IntegerField()
    area = Text(source="area.code")
    area_name = Text(source="area.label")
    year = serializers.IntegerField()
    department = Text(source="department.code")


class OperationStatementFields(Said):
    """What one release says of the operation, and where."""

    note = Text()
    release = Text(source="release.slug")
    locator = Locator()
    released_at = Time()


class NamedIndicatorFields(serializers.Serializer):
    """An indicator named with the operation."""

    indicator = Text(source="indicator.code")
    name = Text(source="indicator.name")
    attribution = Word(OperationFigure.Attribution.choices)
    release = Text(source="release.slug")
    locator = Locator()


class OperationSerializer(serializers.Serializer):
    """A campaign, security task, deployment or incident, with everything in force about it."""

    code = Text(source="operation.code")
    name = Text(source="operation.name")
    kind = Word(Operation.Kind.choices, source="operation.kind")
    department = Text(source="operation.department.code")
    reports = OperationStatementFields(many=True, help_text=_("The oldest first."))
    indicators = NamedIndicatorFields(
        many=True,
        source="operation.linked",
        help_text=_(
            "`own`: its own results. `whole`: of the whole period; how much is due to it is not published."
        ),
    )


class OperationAnswer(Answer, OperationSerializer):
    """One police operation."""

    terms = serializers.SerializerMethodField(help_text=_("Glossary terms that explain its name."))
    description_changes = DescriptionChangeSerializer(
        source="operation.description_changes", many=True, help_text=_("Newest first.")
    )
    withdrawn = WithdrawnRowSerializer(many=True, help_text=_("Newest first."))

    def get_terms(self, detail: OperationDetail) -> list[str]:
        return [term.code for term in detail.terms]


class OperationList(ListView):
    """Campaigns, security tasks, deployments and incidents that releases name."""

    serializer_class = OperationSerializer
    filterset_class = OperationFilter
    keyset = Keyset("order", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Operation.objects.known_at(at).for_list(at)

    def prepare(self, rows: list) -> list[OperationDetail]:
        return operations_of(rows, self.request.moment.at)


class OperationDetailView(DetailView):
    """One police operation with everything in force about it, and what was withdrawn."""

    serializer_class = OperationAnswer

    def row(self, at: dt.datetime, code: str) -> OperationDetail:
        return OperationDetail.at(code, at)
