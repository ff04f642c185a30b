"""Facilities as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.facilities.models import Facility
from portal.facilities.pages import FacilityFilter
from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.web.api.fields import Answer, Codes, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class FacilitySerializer(serializers.Serializer):
    """A place that residents visit or call."""

    code = Text()
    name = Text()
    kind = Word(Facility.Kind.choices)
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    area = Text(source="area.code")
    area_name = Text(source="area.label")
    address = Text()
    phone = Text()
    hours = Text()
    note = Text()
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")


class FacilityAnswer(Answer, FacilitySerializer):
    """One facility."""

    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class FacilityList(ListView):
    """Facilities by name."""

    serializer_class = FacilitySerializer
    filterset_class = FacilityFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Facility.objects.public(at).for_list()


class FacilityDetail(DetailView):
    """One facility."""

    serializer_class = FacilityAnswer
    rows = FacilityList.rows

    def row(self, at: dt.datetime, **key: str) -> Facility:
        return attach_changes([super().row(at, **key)], at)[0]
