"""The calendar pages `/calendar/` and `/calendar.ics`: upcoming releases, and changes to their times."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.publishing.calendar import attach_words, entry_key, said
from portal.publishing.filters import CalendarFilter
from portal.publishing.icalendar import icalendar
from portal.publishing.models import Announcement
from portal.web.filters import EVERYWHERE, refuse_unknown
from portal.web.lists import ListPage
from portal.web.numbers import is_english
from portal.web.templatetags.portal_head import site_domain
from portal.web.templatetags.portal_site import site_name

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
