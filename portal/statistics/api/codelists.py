"""Codelists as JSON: units, dimensions and their values."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes, changes_around
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

    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


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

    description_changes = DescriptionChangeSerializer(
        many=True, help_text=_("Of it and of its codes; newest first.")
    )


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

    def row(self, at: dt.datetime, **key: str) -> Unit:
        return attach_changes([super().row(at, **key)], at)[0]


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

    def row(self, at: dt.datetime, **key: str) -> Dimension:
        found = super().row(at, **key)
        found.description_changes = changes_around({found.pk: [found, *found.codes.all()]}, at)[found.pk]
        return found
