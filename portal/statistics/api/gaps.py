"""Gaps as JSON: figures that are expected and have not been reported."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.statistics.codes import Frequency
from portal.statistics.filters import GapFilter
from portal.statistics.models import Indicator
from portal.web.api.empty import Empty
from portal.web.api.fields import Day, Text, Word
from portal.web.api.views import ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset


class GapSerializer(serializers.Serializer):
    """A figure that an indicator's frequency leads to expect, and that has not been reported yet."""

    indicator = Text(source="code")
    indicator_name = Text(source="name")
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    department_name = Text(source="department.name")
    frequency = Word(Frequency.choices, help_text=_("By SDMX's CL_FREQ: A, S, Q or M."))
    last_day = Day(source="last_end", help_text=_("Last day of the newest result in force."))
    expected_by = Day(help_text=_("The day by which the next figure was expected."))


class GapList(ListView):
    """Figures that are not reported yet though their indicator's frequency leads to expect them, the oldest first."""

    serializer_class = GapSerializer
    filterset_class = GapFilter
    keyset = Keyset("expected_by", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Indicator.objects.released(at).overdue(at).for_list()

    def why_empty(self, filterset: StrictFilterSet) -> Empty:
        if not Indicator.objects.released(self.request.moment.at).exclude(frequency="").exists():
            return Empty("nothing_expected", _t("No indicator says how often a new figure is expected."))
        return super().why_empty(filterset)
