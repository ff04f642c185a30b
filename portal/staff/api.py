"""Departments and sectors as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.staff.filters import DepartmentFilter, SectorFilter
from portal.staff.models import Department, Sector
from portal.web.api.fields import Answer, Text
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class DepartmentSerializer(serializers.Serializer):
    """A body of the district government."""

    code = Text()
    name = Text()
    note = Text()


class DepartmentAnswer(Answer, DepartmentSerializer):
    """One department."""

    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class SectorSerializer(serializers.Serializer):
    """A theme of people's livelihood."""

    code = Text()
    name = Text()
    order = serializers.IntegerField()


class SectorAnswer(Answer, SectorSerializer):
    """One sector."""


class DepartmentList(ListView):
    """Departments, responsible for figures and commitments."""

    serializer_class = DepartmentSerializer
    filterset_class = DepartmentFilter
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Department.objects.all()


class DepartmentDetail(DetailView):
    """One department."""

    serializer_class = DepartmentAnswer
    rows = DepartmentList.rows

    def row(self, at: dt.datetime, **key: str) -> Department:
        return attach_changes([super().row(at, **key)], at)[0]


class SectorList(ListView):
    """Sectors in their order."""

    serializer_class = SectorSerializer
    filterset_class = SectorFilter
    keyset = Keyset("order", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Sector.objects.all()


class SectorDetail(DetailView):
    """One sector."""

    serializer_class = SectorAnswer
    rows = SectorList.rows
