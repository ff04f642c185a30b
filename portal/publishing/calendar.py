"""The public release calendar: its page, its iCalendar file, and what its feeds and its JSON share.

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
from portal.web.filters import EVERYWHERE, refuse_unknown
from portal.web.lists import ListPage
from portal.web.numbers import is_english
from portal.web.templatetags.portal_head import site_domain
from portal.web.templatetags.portal_site import site_name


def attach_words(rows: Iterable[Announcement], at: dt.datetime) -> list[Announcement]:
    """Attach to each row, as `words`, the public announcements of its release, oldest first; one query."""
    rows = list(rows)
    words: dict[int, list[Announcement]] = {}
    made = Announcement.objects.announced(at).filter(release__in={row.release_id for row in rows})
    for word in made.order_by("id"):
        words.setdefault(word.release_id, []).append(word)
    for row in rows:
        row.words = words[row.release_id]
        row.state_label = CalendarState(row.state).label
        row.released_at = row.release.released_at if row.state == CalendarState.RELEASED else None
        row.released_as = row.release.slug if row.released_at else None
    return rows


def entry_key(first: Announcement) -> str:
    """A permanent public key of an announced release, derived only from its first announcement."""
    said = f"{first.announced_at.isoformat()}|{first.title_zh}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def said(word: Announcement, before: Announcement | None) -> str:
    """The change from the previous announcement: announced, confirmed, moved, called off."""
    if word.scheduled_for is None:
        return _("called off")
    if before is None:
        return _("announced, confirmed") if word.confirmed else _("announced, provisional")
    if before.scheduled_for is None:
        return _("announced again")
    if word.scheduled_for != before.scheduled_for:
        return _("moved to another time")
    if word.confirmed != before.confirmed:
        return _("confirmed") if word.confirmed else _("made provisional")
    return _("title changed")


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


#: Releases in the iCalendar file, from the top of the calendar.
MOST_EVENTS = 500


class CalendarPage(ListPage):
    template_name = "calendar/list.html"
    noun = "calendar"
    filterset_class = CalendarFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Announcement.objects.for_calendar(request.moment.at)

    def further(self, request: HttpRequest, filterset: CalendarFilter, page: Page) -> dict[str, Any]:
        """The entries of the page, each with its `key`, and its `history` if it was announced more than once."""
        entries = attach_words(page.object_list, request.moment.at)
        for entry in entries:
            entry.key = entry_key(entry.words[0])
            pairs = zip([None, *entry.words], entry.words, strict=False)
            entry.history = [(word, said(word, before)) for before, word in pairs]
        return {"entries": entries}


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, EVERYWHERE)
    at = request.moment.at
    rows = attach_words(Announcement.objects.for_calendar(at)[:MOST_EVENTS], at)
    link = request.build_absolute_uri(f"{reverse('calendar')}{'?lang=en' * is_english()}")
    name = _("%(site)s: release calendar") % {"site": site_name()}
    content = icalendar(rows, name, site_domain(request), link)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
