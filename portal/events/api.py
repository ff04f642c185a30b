"""Events as JSON."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.events.detail import EventDetail
from portal.events.models import PublicEvent
from portal.facilities.models import Facility
from portal.publishing.api import record_serializer
from portal.web.api.fields import Codes, Day, DetailSerializer, Text, Word
from portal.web.api.views import DetailView


class EventFields(serializers.Serializer):
    """What takes place where and when, as one release stated it."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code", help_text=_("The same in every version."))
    name = Text(source="record.name")
    kind = Word(PublicEvent.Kind.choices, source="record.kind")
    status = Word(PublicEvent.Status.choices, source="record.status")
    sector = Text(source="record.sector_id")
    department = Text(source="record.department.code")
    area = Text(source="record.area.code")
    area_name = Text(source="record.area.label")
    facility = Text(
        source="record.public_facility.code",
        default=None,
        allow_null=True,
        help_text=_("Its facility, if that is public."),
    )
    place = Text(source="record.place")
    precision = Word(
        PublicEvent.Precision.choices,
        source="record.precision",
        help_text=_(
            "`day`: it lasts from the first to the last day; `within`: on a day of them that is not stated."
        ),
    )
    first_day = Day(source="record.first_day", allow_null=True)
    last_day = Day(source="record.last_day", allow_null=True)
    start_time = Text(source="record.start_time", help_text=_("Such as 19:00; empty if not stated."))
    end_time = Text(source="record.end_time")
    when_printed = Text(source="record.when_printed", help_text=_("The date, as stated."))
    when = Text(source="record.when", help_text=_("The date in words."))
    rule = Text(
        source="record.rule", help_text=_("RRULE of RFC 5545 without its end; empty if it takes place once.")
    )
    repeats_until = Day(source="record.repeats_until", allow_null=True)
    except_days = Codes(source="record.except_days")
    audience = Text(source="record.audience")
    charge = Word(
        Facility.Charge.choices, source="record.charge", allow_blank=True, help_text=_("Empty if not stated.")
    )
    charge_note = Text(source="record.charge_note")
    seats = serializers.IntegerField(source="record.seats", allow_null=True)
    commitment = Text(
        source="record.public_commitment.code",
        default=None,
        allow_null=True,
        help_text=_("The commitment that announced it."),
    )
    counted_in = Text(
        source="record.public_indicator.code",
        default=None,
        allow_null=True,
        help_text=_("The indicator that counts it, such as the shows of a tour, if that is public."),
    )


class EventDetailFields(DetailSerializer, EventFields):
    """What takes place where and when, as one release stated it."""

    state = Text(help_text=_("Its status in a sentence."))
    next_days = Codes(help_text=_("The next days of what repeats."))
    versions = serializers.SerializerMethodField(help_text=_("Ids of all versions, the oldest first."))

    about, row = "event", record_serializer("EventRow", EventFields, versions=True)

    def get_versions(self, detail: EventDetail) -> list[int]:
        return [version.pk for version in detail.versions]


class EventDetailView(DetailView):
    """One event, as it is stated at the moment."""

    serializer_class = record_serializer("EventAnswer", EventDetailFields, answer=True, versions=True)
    key = "code"

    def row(self, at: dt.datetime, **key: Any) -> EventDetail:
        return EventDetail.at(key["code"], self.request.moment)
