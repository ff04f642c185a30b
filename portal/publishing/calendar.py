"""The public release calendar: its page and its iCalendar file, and the entries that its feeds and its JSON share.

Only title and time of a future release are public: neither its address nor its id.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText

from portal.publishing.filters import CalendarFilter
from portal.publishing.models import Announcement, CalendarState
from portal.web.addresses import absolute, site_host
from portal.web.filters import EVERYWHERE, refuse_unknown
from portal.web.lists import ListPage
from portal.web.numbers import is_english
from portal.web.templatetags.portal_site import site_name

#: Releases in the iCalendar file, from the top of the calendar.
MOST_EVENTS = 500


def calendar_entries(rows: Iterable[Announcement], at: dt.datetime) -> list[Announcement]:
    """Attach to each row what the calendar shows of its release; one query.

    `announcements`: all public ones, oldest first; `history`: the same, each with what it changed. `key`: a permanent
    public key of the release, derived only from its first announcement.
    """
    rows = list(rows)
    by_release: dict[int, list[Announcement]] = {}
    public = Announcement.objects.announced(at).filter(release__in={row.release_id for row in rows})
    for announcement in public.order_by("id"):
        by_release.setdefault(announcement.release_id, []).append(announcement)
    for row in rows:
        row.announcements = by_release[row.release_id]
        pairs = zip([None, *row.announcements], row.announcements, strict=False)
        row.history = [(announcement, change(announcement, before)) for before, announcement in pairs]
        first = row.announcements[0]
        row.key = hashlib.sha256(f"{first.announced_at.isoformat()}|{first.title_zh}".encode()).hexdigest()[
            :20
        ]
        row.state_label = CalendarState(row.state).label
        row.released_at = row.release.released_at if row.state == CalendarState.RELEASED else None
        row.release_slug = row.release.slug if row.released_at else None
    return rows


def change(announcement: Announcement, before: Announcement | None) -> str:
    """The change from the previous announcement: announced, confirmed, moved, called off."""
    if announcement.scheduled_for is None:
        return _("called off")
    if before is None:
        return _("announced, confirmed") if announcement.confirmed else _("announced, provisional")
    if before.scheduled_for is None:
        return _("announced again")
    if announcement.scheduled_for != before.scheduled_for:
        return _("moved to another time")
    if announcement.confirmed != before.confirmed:
        return _("confirmed") if announcement.confirmed else _("made provisional")
    return _("title changed")


class CalendarPage(ListPage):
    template_name = "calendar/list.html"
    noun = "calendar"
    filterset_class = CalendarFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Announcement.objects.for_calendar(request.moment.at)

    def further(self, request: HttpRequest, filterset: CalendarFilter, page: Page) -> dict[str, Any]:
        return {"entries": calendar_entries(page.object_list, request.moment.at)}


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The calendar as iCalendar (RFC 5545), for subscription in calendar programs."""
    refuse_unknown(request.GET, EVERYWHERE)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Minsheng Portal//Release calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("%(site)s: release calendar") % {"site": site_name()}
    calendar.add("x-wr-calname", vText(name))  # the library does not know the type of this property
    link = absolute(f"{reverse('calendar')}{'?lang=en' * is_english()}")
    at = request.moment.at
    for entry in calendar_entries(Announcement.objects.for_calendar(at)[:MOST_EVENTS], at):
        calendar.add_component(event(entry, link))
    return HttpResponse(calendar.to_ical(sorted=False), content_type="text/calendar; charset=utf-8")


def event(entry: Announcement, link: str) -> Event:
    """One release. One called off keeps its last announced time, so that calendar programs can find it."""
    times = [one.scheduled_for for one in entry.announcements if one.scheduled_for]
    status = "CONFIRMED" if entry.confirmed or entry.released_at else "TENTATIVE"
    found = Event()
    found.add("uid", f"{entry.key}@{site_host()}")
    found.add("dtstamp", entry.announced_at.astimezone(dt.UTC))
    found.add("sequence", len(entry.announcements) - 1)
    found.add("dtstart", (entry.released_at or times[-1]).astimezone(dt.UTC))
    found.add("summary", entry.title)
    found.add("status", "CANCELLED" if entry.state == CalendarState.CALLED_OFF else status)
    found.add("transp", "TRANSPARENT")
    found.add("url", link)
    about = [entry.reason]
    if entry.state == CalendarState.DELAYED:
        about.insert(0, _("The announced time has passed; a new one has not been announced yet."))
    if entry.state != CalendarState.UPCOMING:  # the standard has no word for the other states
        about.insert(0, str(CalendarState(entry.state).label))
    if any(about):
        found.add("description", "\n".join(filter(None, about)))
    return found
