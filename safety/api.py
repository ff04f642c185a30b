"""The table of cases by type as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api import Locator
from portal.statistics.api.figures import PeriodOf
from portal.statistics.codes import ObservationStatus, Qualifier
from portal.web.api.fields import Codes, Text, Value, Word
from portal.web.api.views import ListView
from portal.web.keyset import Keyset
from safety.detail import CaseRow, rows_of
from safety.filters import CaseFilter
from safety.models import case_rows


class CaseFigure(serializers.Serializer):
    """One figure of the table; null where none is published."""

    value = Value(source="rounded", allow_null=True)
    unit = Text(source="series.indicator.unit_id")
    qualifier = Word(Qualifier.choices, allow_blank=True)
    status = Word(ObservationStatus.choices)
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
    cases = CaseFigure(allow_null=True)
    suspects = CaseFigure(allow_null=True)
    groups = CaseFigure(allow_null=True)
    frozen = CaseFigure(allow_null=True)
    stopped = CaseFigure(allow_null=True)
    recovered = CaseFigure(allow_null=True)
    recovery_rate = CaseFigure(allow_null=True)
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
