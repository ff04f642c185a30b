"""Places, and the codelists that figures refer to."""

import datetime as dt

from django.db.models import QuerySet

from portal.api.serializers.places import (
    AreaAnswer,
    AreaSerializer,
    DepartmentAnswer,
    DepartmentSerializer,
    DimensionAnswer,
    DimensionSerializer,
    FacilityAnswer,
    FacilitySerializer,
    SectorAnswer,
    SectorSerializer,
    UnitAnswer,
    UnitSerializer,
)
from portal.filters import AreaFilter, DepartmentFilter, FacilityFilter, SectorFilter, StrictFilterSet
from portal.models import Area, Department, Dimension, Facility, Sector, Unit
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class Facilities:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Facility.objects.public(at).for_list()


class FacilityList(Facilities, ListView):
    """Places to go to or ring up, by name. They have no history: under `as_of` they are as today."""

    serializer_class = FacilitySerializer
    filterset_class = FacilityFilter
    keyset = Keyset("pinyin", "code")


class FacilityDetail(Facilities, DetailView):
    """One facility."""

    serializer_class = FacilityAnswer


class Areas:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Area.objects.select_related("parent")


class AreaList(Areas, ListView):
    """Areas, from the district to single sites. They have no history: under `as_of` they are as today."""

    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    keyset = Keyset("code")


class AreaDetail(Areas, DetailView):
    """One area with those directly below it."""

    serializer_class = AreaAnswer

    def complete(self, area: Area, at: dt.datetime) -> Area:
        area.direct_children = area.children.select_related("parent").order_by("code")
        return area


class Departments:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Department.objects.all()


class DepartmentList(Departments, ListView):
    """Departments, which answer for figures and promises. They have no history: under `as_of` they are as today."""

    serializer_class = DepartmentSerializer
    filterset_class = DepartmentFilter
    keyset = Keyset("code")


class DepartmentDetail(Departments, DetailView):
    """One department."""

    serializer_class = DepartmentAnswer


class Sectors:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Sector.objects.all()


class SectorList(Sectors, ListView):
    """Sectors in their order."""

    serializer_class = SectorSerializer
    filterset_class = SectorFilter
    keyset = Keyset("order", "code")


class SectorDetail(Sectors, DetailView):
    """One sector."""

    serializer_class = SectorAnswer


class Units:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Unit.objects.all()


class UnitList(Units, ListView):
    """Units in which values are given, with name and symbol; under `as_of` as they are today."""

    serializer_class = UnitSerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("code")


class UnitDetail(Units, DetailView):
    """One unit."""

    serializer_class = UnitAnswer


class Dimensions:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Dimension.objects.prefetch_related("codes")


class DimensionList(Dimensions, ListView):
    """Dimensions by which indicators are broken down, with the values of each; under `as_of` as they are today."""

    serializer_class = DimensionSerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("code")


class DimensionDetail(Dimensions, DetailView):
    """One dimension with its values."""

    serializer_class = DimensionAnswer
