"""Facilities as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from portal.facilities.detail import FacilityDetail as Detail
from portal.facilities.detail import area_instead
from portal.facilities.filters import FacilityFilter
from portal.facilities.hours import DayType, OpenState, regular_week
from portal.facilities.models import FORMER_KINDS, Facility
from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Text, Time, Value, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class FacilitySerializer(serializers.Serializer):
    """A place that residents visit or call."""

    code = Text()
    name = Text()
    kind = Word([*Facility.Kind.choices, *FORMER_KINDS.items()])
    sector = Text(source="sector_id")
    department = Text(
        source="department.code",
        help_text=_("Whose officials keep this entry, which need not be whose facility it is."),
    )
    area = Text(source="area.code")
    area_name = Text(source="area.label")
    address = Text()
    phone = Text()
    hours = Text()
    note = Text()
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")
    phones = Codes(help_text=_("Its telephone numbers, as printed."))
    website = Text()
    opening_hours = Text(
        help_text=_("In the notation of OpenStreetMap (opening_hours); empty if not stated.")
    )
    regular_week = serializers.SerializerMethodField(
        help_text=_(
            "The same: Mo to Su → times such as 08:30-12:00, none if closed; PH → those of public holidays, null if "
            "not stated. Null if they depend on the season."
        )
    )
    charge = Word(Facility.Charge.choices, allow_blank=True, help_text=_("Empty if not stated."))
    charge_note = Text()
    access = Text(help_text=_("For wheelchairs, prams, people who see or hear little; empty if not stated."))
    latitude = Value(allow_null=True, help_text=_("WGS 84; null if not stated."))
    longitude = Value(allow_null=True, help_text=_("WGS 84; null if not stated."))

    def get_regular_week(self, facility: Facility) -> dict[str, list[str] | None] | None:
        return regular_week(facility.opening_hours) if facility.opening_hours else None


class DayHoursSerializer(serializers.Serializer):
    """The hours of one day, by the type of the day."""

    date = Day(source="day")
    type = Word(DayType.choices)
    holiday = Text(help_text=_("The holiday that makes it no ordinary day; empty if it is one."))
    is_stated = serializers.BooleanField(
        help_text=_(
            "False if the published hours do not cover such a day; the hours are those of its weekday."
        )
    )
    hours = Codes(source="texts")


class OpenNowSerializer(serializers.Serializer):
    """Whether it is open at the instant of the request, by its published hours."""

    state = Word([(state.value, state.value) for state in OpenState])
    text = Text(help_text=_("The same in a sentence."))
    until = Time(allow_null=True, help_text=_("When it closes."))
    opens = Time(allow_null=True, help_text=_("When it opens next; null if that is not known."))
    holds_until = Time(help_text=_("The instant at which any of this changes."))


class FacilityAnswer(Answer, DetailSerializer, FacilitySerializer):
    """One facility."""

    about, row = "facility", FacilitySerializer

    open_now = OpenNowSerializer(
        source="open_state", allow_null=True, help_text=_("Null in the past, and without opening hours.")
    )
    days = DayHoursSerializer(many=True, help_text=_("The day of the moment and the six after it."))
    nearest = Codes(
        source="nearest_codes", help_text=_("Others of its kind: in its own area first, then around it.")
    )
    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class FacilityList(ListView):
    """Facilities by name."""

    serializer_class = FacilitySerializer
    filterset_class = FacilityFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Facility.objects.public(at).for_list()


class PermanentRedirect(HttpResponseRedirect):
    """308 (RFC 9110): the same request, at another address for ever."""

    status_code = 308


class FacilityDetail(DetailView):
    """One facility. The code of a road or an estate, once listed as one, redirects to its area."""

    serializer_class = FacilityAnswer

    def row(self, at: dt.datetime, **key: str) -> Detail:
        return Detail.at(key["code"], self.request.moment)

    def get(self, request: Request, **key: str) -> HttpResponse:
        try:
            return super().get(request, **key)
        except Http404:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return PermanentRedirect(
                f"{reverse('api:areas-one', args=[area_instead(key['code']).code])}{query}"
            )
