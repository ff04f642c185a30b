"""The release calendar as iCalendar (RFC 5545), for subscription in calendar programs."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from portal.publishing.calendar import entry_key
from portal.publishing.models import Announcement, CalendarState


def icalendar(rows: Iterable[Announcement], name: str, domain: str, link: str) -> bytes:
    """The iCalendar of announcements with their `words`; `link` is the address of the page."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Minsheng Portal//Release calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))  # the library does not know the type of this property
    for row in rows:
        calendar.add_component(event(row, domain, link))
    return calendar.to_ical(sorted=False)


def event(row: Announcement, domain: str, link: str) -> Event:
    """One release. One called off keeps its last announced time, so that calendar programs can find it."""
    times = [word.scheduled_for for word in row.words if word.scheduled_for]
    found = Event()
    found.add("uid", f"{entry_key(row.words[0])}@{domain}")
    found.add("dtstamp", row.announced_at.astimezone(dt.UTC))
    found.add("sequence", len(row.words) - 1)
    found.add("dtstart", (row.released_at or times[-1]).astimezone(dt.UTC))
    found.add("summary", row.title)
    found.add("status", status(row))
    found.add("transp", "TRANSPARENT")
    found.add("url", link)
    if about := description(row):
        found.add("description", about)
    return found


def status(row: Announcement) -> str:
    if row.state == CalendarState.CALLED_OFF:
        return "CANCELLED"
    return "CONFIRMED" if row.confirmed or row.released_at else "TENTATIVE"


def description(row: Announcement) -> str:
    """The state, if the standard has no word for it, and the reason of a change."""
    state = "" if row.state == CalendarState.UPCOMING else str(CalendarState(row.state).label)
    late = row.state == CalendarState.DELAYED
    more = _("The announced time has passed; a new one has not been announced yet.") if late else ""
    return "\n".join(filter(None, (state, more, row.reason)))
