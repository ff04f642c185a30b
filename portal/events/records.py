"""Events as records."""

import datetime as dt
from dataclasses import replace

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.commitments.records import made_by_now
from portal.commitments.states import CommitmentSubjects, Subject
from portal.events.api import EventDetailView, EventFields
from portal.events.detail import attach_public_links
from portal.events.filters import EventVersionFilter
from portal.events.models import PublicEvent
from portal.events.validation import departments_of_codes, validate_event
from portal.facilities.models import Facility
from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments
from portal.publishing.records import locator
from portal.records.access import Access
from portal.records.columns import NAMES, NOTES, Choice, Code, Date, Integer, Text, Texts, texts
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator


def summary(row: PublicEvent) -> str:
    """“Square gala · planned · 5 July 2022 19:00”."""
    return " · ".join((row.name, str(row.get_status_display()), row.when))


def event_hits(events: list[PublicEvent], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            event.name,
            reverse("event-detail", args=[event.code]),
            [event.place, event.audience, event.note],
            str(event.get_kind_display()),
            answer=event.when,
        )
        for event in events
    ]


def announced_by(commitment: int, at: dt.datetime) -> list[Subject]:
    """The events that a commitment announced."""
    events = PublicEvent.objects.known_at(at).filter(commitment=commitment).order_by("code")
    return [Subject("event", one.code, one.name, reverse("event-detail", args=[one.code])) for one in events]


def events_of_commitments(at: dt.datetime) -> list[QuerySet]:
    """What releases say of the events that the commitment of an outer query announced."""
    return [PublicEvent.objects.known_at(at).filter(commitment=OuterRef("pk"))]


COMMITMENT_SUBJECTS = [CommitmentSubjects(announced_by, events_of_commitments)]

EVENTS = Sheet(
    "Events",
    _("Events"),
    Group.RELEASE,
    70,
    PublicEvent,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        *locator(),
        Choice("kind", required=True),
        Choice("status", required=True),
        Reference("department", Target(Department), required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("area", Target(Area), required=True),
        Reference("facility", Target(Facility)),
        *texts("place_zh", "place_en"),
        Choice("precision", required=True),
        Date("first_day"),
        Date("last_day"),
        *texts("start_time", "end_time", "when_printed_zh", "when_printed_en", "rule"),
        Date("repeats_until"),
        Texts("except_days"),
        *texts("audience_zh", "audience_en"),
        Choice("charge"),
        *texts("charge_note_zh", "charge_note_en"),
        Integer("seats"),
        Reference("commitment", Target(Commitment, known=made_by_now)),
        Reference("counted_in", Target(Indicator)),
        Text("as_printed"),
        *texts(*NOTES),
    ),
    key=("code",),
    export_order=("section__order", "paragraph", "pk"),
)

RECORDS = [
    RecordType(
        model=PublicEvent,
        access=Access(("department_id",), "release", contributes=True),
        sheet=EVENTS,
        endpoint=replace(
            record_endpoint(
                "events",
                PublicEvent,
                EventFields,
                filters=EventVersionFilter,
                title=_("Events"),
                about=_("What takes place where and when: planned, postponed, cancelled, held."),
                related=("sector", "department", "area", "facility", "commitment", "counted_in"),
                prepare=attach_public_links,
            ),
            detail_view=EventDetailView,
            page="event-list",
        ),
        source=Source(
            "events",
            _("Events"),
            PublicEvent,
            lambda at: PublicEvent.objects.known_at(at).for_list(),
            event_hits,
            suggested=True,
            order=45,
        ),
        validate=validate_event,
        context=departments_of_codes,
        summary=summary,
        choices=IN_OPEN_RELEASE | {"department": own_departments},
        admin=AdminOptions(
            fields=(
                ("code", "kind", "status"),
                ("name_zh", "name_en"),
                ("department", "sector"),
                ("area", "facility"),
                ("place_zh", "place_en"),
                ("precision", "first_day", "last_day"),
                ("start_time", "end_time"),
                ("when_printed_zh", "when_printed_en"),
                ("rule", "repeats_until", "except_days"),
                ("audience_zh", "audience_en"),
                ("charge", "seats"),
                ("charge_note_zh", "charge_note_en"),
                "commitment",
                "counted_in",
            ),
            search=("code", "name_zh", "name_en", "place_zh", "place_en"),
            filters=("status", "kind"),
            autocomplete=("area", "counted_in"),
        ),
    ),
]
