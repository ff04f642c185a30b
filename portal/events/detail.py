"""An event with its coming times and its versions, and what takes place on given days."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.commitments.models import commitments_at
from portal.events.models import Occurrence, PublicEvent
from portal.facilities.models import Facility
from portal.statistics.models import Indicator
from portal.web.as_of import Moment

#: Coming times of what repeats on its page, and times on the page of a week or a month.
NEXT, MOST_TIMES = 12, 300
#: States at schema.org, by status.
SCHEMA_STATES = {
    PublicEvent.Status.PLANNED: "EventScheduled",
    PublicEvent.Status.HELD: "EventScheduled",
    PublicEvent.Status.POSTPONED: "EventPostponed",
    PublicEvent.Status.CANCELLED: "EventCancelled",
}


def attach_public_links(events: Iterable[PublicEvent], at: dt.datetime) -> list[PublicEvent]:
    """The events, each with what it names as far as that is public; a query for each kind of it."""
    events = list(events)
    wanted = {event.facility_id for event in events} - {None}
    facilities = Facility.objects.public(at).in_bulk(wanted) if wanted else {}
    wanted = {event.commitment_id for event in events} - {None}
    commitments = commitments_at(at).in_bulk(wanted) if wanted else {}
    wanted = {event.counted_in_id for event in events} - {None}
    indicators = Indicator.objects.released(at).in_bulk(wanted) if wanted else {}
    for event in events:
        event.public_indicator = indicators.get(event.counted_in_id)
        event.public_facility = facilities.get(event.facility_id)
        event.public_commitment = commitments.get(event.commitment_id)
    return events


def state_of(event: PublicEvent, moment: Moment) -> str:
    """Its status in a sentence; of what was planned for a day that has passed, that nothing was reported since."""
    if event.is_overdue(moment.day):
        return _("It was planned for days that have passed; no release has said since whether it took place.")
    if event.status == PublicEvent.Status.PLANNED and event.precision != PublicEvent.Precision.DAY:
        return _("Planned; the day is not published.")
    if event.status == PublicEvent.Status.POSTPONED and event.precision == PublicEvent.Precision.NONE:
        return _("Postponed; the new date is not published.")
    return str(event.get_status_display())


@dataclass(frozen=True, kw_only=True)
class EventDetail:
    """One event as it is stated now. `versions`: what each release said of it, the oldest first."""

    event: PublicEvent
    state: str
    next: Sequence[Occurrence]
    versions: Sequence[PublicEvent]

    @classmethod
    def at(cls, code: str, moment: Moment) -> Self:
        """The event with that code, withdrawn ones too. Raises Http404 before it was released."""
        rows = PublicEvent.objects.released(moment.at).with_versions(moment.at).with_neighbours().for_list()
        event = get_object_or_404(rows.filter(code=code).in_force_first()[:1])
        attach_public_links([event], moment.at)
        is_over = event.is_withdrawn(moment.at)
        versions = (
            PublicEvent.objects.released(moment.at)
            .filter(code=code)
            .with_withdrawal()
            .for_list()
            .order_by("released_at", "pk")
        )
        return cls(
            event=event,
            state=_("Withdrawn") if is_over else state_of(event, moment),
            next=event.next_occurrences(moment.day, NEXT) if event.repeats and not is_over else (),
            versions=attach_public_links(versions, moment.at),
        )

    @property
    def schema_state(self) -> str:
        return SCHEMA_STATES[self.event.status]

    @property
    def next_days(self) -> list[str]:
        return [one.first_day.isoformat() for one in self.next]


@dataclass(frozen=True)
class Agenda:
    """What takes place on the days from `first` to `last`; `undated`: some time within them, on a day not stated."""

    first: dt.date
    last: dt.date
    times: Sequence[Occurrence]
    undated: Sequence[PublicEvent]
    is_cut: bool

    @classmethod
    def of(cls, events: QuerySet, first: dt.date, last: dt.date, at: dt.datetime) -> Self:
        """From a queryset of events in force."""
        rows = attach_public_links(events.between(first, last).for_list().order_by("first_day", "code"), at)
        times = [one for event in rows for one in event.occurrences(first, last)]
        times.sort(key=lambda one: (max(one.first_day, first), one.event.start_time, one.event.code))
        undated = [event for event in rows if event.precision == PublicEvent.Precision.WITHIN]
        return cls(first, last, times[:MOST_TIMES], undated, len(times) > MOST_TIMES)

    @property
    def days(self) -> list[tuple[dt.date, list[Occurrence]]]:
        """By day; what began earlier stands on the first."""
        return [
            (day, list(group))
            for day, group in groupby(self.times, lambda one: max(one.first_day, self.first))
        ]

    @property
    def codes(self) -> list[str]:
        """The events, in order, each once."""
        return list(
            dict.fromkeys([*(one.event.code for one in self.times), *(one.code for one in self.undated)])
        )
