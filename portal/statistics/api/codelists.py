"""Codelists as JSON: units, dimensions and their values."""

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
    """A value that a dimension can take."""

    code = Text()
    name = Text()


class DimensionSerializer(serializers.Serializer):
    """A way of breaking indicators down."""

    code = Text()
    name = Text()
    codes = DimensionCodeSerializer(many=True, source="codes.all")


class DimensionAnswer(Answer, DimensionSerializer):
    """One dimension."""


class UnitList(ListView):
    """Units in which values are given, with name and symbol."""

    serializer_class = UnitSerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Unit.objects.all()


class UnitDetail(DetailView):
    """One unit."""

    serializer_class = UnitAnswer
    rows = UnitList.rows


class DimensionList(ListView):
    """Dimensions by which indicators are broken down, with the values of each."""

    serializer_class = DimensionSerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Dimension.objects.prefetch_related("codes")


class DimensionDetail(DetailView):
    """One dimension with its values."""

    serializer_class = DimensionAnswer
    rows = DimensionList.rows
