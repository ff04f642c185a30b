"""Units and dimensions as JSON."""

import datetime as dt

from django.db.models import QuerySet
from rest_framework import serializers

from portal.statistics.models import Dimension, Unit
from portal.web.api.fields import Answer, Text
from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset


class UnitSerializer(serializers.Serializer):
    """What values count or measure."""

    code = Text()
    name = Text()
    symbol = Text()


class UnitAnswer(Answer, UnitSerializer):
    """One unit."""


class DimensionCodeSerializer(serializers.Serializer):
    """One value that a dimension can take."""

    code = Text()
    name = Text()


class DimensionSerializer(serializers.Serializer):
    """One way of breaking indicators down."""

    code = Text()
    name = Text()
    codes = DimensionCodeSerializer(many=True, source="codes.all")


class DimensionAnswer(Answer, DimensionSerializer):
    """One dimension."""


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
