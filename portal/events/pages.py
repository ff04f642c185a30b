"""Events: the list, the week, the month, and the page of one."""

import calendar
import datetime as dt
import re
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.events.detail import Agenda, EventDetail, attach_public_links
from portal.events.filters import EventFilter
from portal.events.models import PublicEvent
from portal.events.recurrence import DAY, WEEK
from portal.publishing.citations import citation
from portal.web.as_of import Moment
from portal.web.days import YEARS, read_day
from portal.web.filters import EVERY_PAGE, BadParameter
from portal.web.lists import ListPage, filtered
from portal.web.sitemaps import BilingualSitemap

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class EventList(ListPage):
    template_name = "events/list.html"
    noun = "events"
    filterset_class = EventFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        """Those of today and later first, then those without a date, then the past ones."""
        moment = request.moment
        return PublicEvent.objects.known_at(moment.at).for_list().coming_first(moment.day)

    def further(self, request: HttpRequest, filterset: EventFilter, page: Page) -> dict[str, Any]:
        return {"events": attach_public_links(page.object_list, request.moment.at), "day": request.moment.day}


def until_midnight(moment: Moment) -> None:
    """Declare that the answer speaks of today."""
    if moment.clock is not None:
        tomorrow = timezone.localdate(moment.clock.now) + DAY
        moment.clock.holds_until(timezone.make_aware(dt.datetime.combine(tomorrow, dt.time())))


@require_safe
def week_page(request: HttpRequest) -> HttpResponse:
    """The week, Monday to Sunday, of `?day=`; by default this one."""
    asked = request.GET.get("day")
    day = read_day(asked) if asked else request.moment.day
    if day is None:
        raise BadParameter.value("day", asked, ["YYYY-MM-DD"])
    until_midnight(request.moment)
    first = day - day.weekday() * DAY
    return agenda_page(request, "events/week.html", "day", first, first + (WEEK - 1) * DAY)


@require_safe
def month_page(request: HttpRequest) -> HttpResponse:
    """The month of `?month=`; by default this one."""
    asked = request.GET.get("month") or f"{request.moment.day:%Y-%m}"
    found = MONTH.fullmatch(asked)
    if not found or int(found[1]) not in YEARS:
        raise BadParameter.value("month", asked, ["YYYY-MM"])
    until_midnight(request.moment)
    year, month = int(found[1]), int(found[2])
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return agenda_page(request, "events/month.html", "month", last.replace(day=1), last)


def agenda_page(request: HttpRequest, template: str, own: str, first: dt.date, last: dt.date) -> HttpResponse:
    rows = PublicEvent.objects.known_at(request.moment.at)
    filterset = EventFilter(request.GET, rows, request=request, also=(own, *EVERY_PAGE))
    agenda = Agenda.of(filterset.qs, first, last, request.moment.at)
    context = {
        "at": request.moment.at,
        "agenda": agenda,
        "weeks": weeks_of(agenda),
        "form": filterset.form,
        "filtered": filtered(filterset),
        "before": first - DAY,
        "after": last + DAY,
    }
    return render(request, template, context)


def weeks_of(agenda: Agenda) -> list[list[tuple[dt.date, int]]]:
    """The days of the weeks that the agenda touches, each with the number of its events; None for other days."""
    counts = {day: len(times) for day, times in agenda.days}
    start = agenda.first - agenda.first.weekday() * DAY
    days = [start + number * DAY for number in range((agenda.last - start).days // WEEK * WEEK + WEEK)]
    cells = [(day, counts.get(day, 0), agenda.first <= day <= agenda.last) for day in days]
    return [cells[number : number + WEEK] for number in range(0, len(cells), WEEK)]


@require_safe
def event_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = EventDetail.at(code, request.moment)
    context = {
        "at": request.moment.at,
        "detail": detail,
        "event": detail.event,
        "cite": citation(request, detail.event.name),
    }
    return render(request, "events/detail.html", context)


class Events(BilingualSitemap):
    def items(self) -> QuerySet:
        return PublicEvent.objects.known_at(timezone.now()).order_by("code")

    def location(self, event: PublicEvent) -> str:
        return self.page("event-detail", event.code)

    def lastmod(self, event: PublicEvent) -> dt.datetime:
        return event.released_at


SITEMAPS = [("events", Events)]
