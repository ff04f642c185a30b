"""Events as iCalendar files (RFC 5545), by venue, kind, area and sector, for calendar programs to follow."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, vText
from icalendar import Event as Component

from portal.events.detail import attach_public_links, state_of
from portal.events.filters import EventFilter
from portal.events.models import Occurrence, PublicEvent, at_clock
from portal.events.recurrence import read_rule
from portal.web.addresses import absolute, site_host
from portal.web.as_of import Moment
from portal.web.filters import EVERYWHERE
from portal.web.numbers import is_english
from portal.web.templatetags.portal_site import site_name

#: Events in a file, the latest first.
MOST_EVENTS = 500


@require_safe
def event_file(request: HttpRequest) -> HttpResponse:
    """The events that the filters of the list choose; those of which no day is stated have no place in a calendar."""
    at = request.moment.at
    rows = PublicEvent.objects.known_at(at).with_versions(at).for_list()
    chosen = EventFilter(request.GET, rows, request=request, also=EVERYWHERE, only_given=True).qs
    events = attach_public_links(chosen.order_by("-first_day", "code")[:MOST_EVENTS], at)
    calendar = calendar_of(events, request.moment)
    return HttpResponse(calendar.to_ical(sorted=False), content_type="text/calendar; charset=utf-8")


def calendar_of(events: Iterable[PublicEvent], moment: Moment) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Minsheng Portal//Events//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("%(site)s: events") % {"site": site_name()}
    calendar.add("x-wr-calname", vText(name))  # the library does not know the type of this property
    for event in events:
        if component := component_of(event, moment):
            calendar.add_component(component)
    calendar.add_missing_timezones()
    return calendar


def component_of(event: PublicEvent, moment: Moment) -> Component | None:
    """One event. One postponed to a day not stated is cancelled where calendars have it; None if they never had it."""
    found = Component()
    if event.precision == PublicEvent.Precision.DAY:
        _add_times(found, event)
    elif event.last_known_day and event.status in {
        PublicEvent.Status.POSTPONED,
        PublicEvent.Status.CANCELLED,
    }:
        time = event.last_known_time
        found.add("dtstart", at_clock(event.last_known_day, time) if time else event.last_known_day)
    else:
        return None
    found.add("uid", f"event-{event.code}@{site_host()}")
    found.add("dtstamp", event.released_at.astimezone(dt.UTC))
    found.add("sequence", event.sequence)
    found.add("summary", event.name)
    found.add("status", status_of(event))
    found.add("location", event.venue)
    found.add("categories", [str(event.get_kind_display())])
    found.add("url", absolute(f"{reverse('event-detail', args=[event.code])}{'?lang=en' * is_english()}"))
    found.add("description", "\n".join(filter(None, (state_of(event, moment), event.note))))
    return found


def _add_times(found: Component, event: PublicEvent) -> None:
    first = Occurrence(event, event.first_day, event.last_day)
    found.add("dtstart", first.starts)
    if first.ends:
        found.add("dtend", first.ends)
    if not event.repeats:
        return
    rule = read_rule(event.rule, event.first_day)
    timed = bool(event.start_time)
    until = at_clock(event.repeats_until, "23:59").astimezone(dt.UTC) if timed else event.repeats_until
    rule["UNTIL"] = [until]  # of the type of the beginning, and in UTC if that has a zone
    found.add("rrule", rule)
    for day in event.days_left_out:
        found.add("exdate", at_clock(day, event.start_time) if timed else day)


def status_of(event: PublicEvent) -> str:
    """The word of the standard, which has none for postponed: that is cancelled until a new day is stated."""
    if event.status == PublicEvent.Status.CANCELLED:
        return "CANCELLED"
    if event.status == PublicEvent.Status.POSTPONED:
        return "CONFIRMED" if event.precision == PublicEvent.Precision.DAY else "CANCELLED"
    return "CONFIRMED"
