"""Coming events on the home page and on the pages of sectors and areas."""

from typing import Any

from portal.areas.models import Area
from portal.events.detail import attach_public_links
from portal.events.models import PublicEvent
from portal.events.recurrence import LONGEST
from portal.staff.models import Sector
from portal.web.as_of import Moment

#: Events on such a page; the whole list is a link away.
EVENTS = 5


def coming_events(moment: Moment) -> dict[str, Any]:
    """The next events whose day is published."""
    rows = PublicEvent.objects.known_at(moment.at).between(moment.day, moment.day + LONGEST)
    return _first(rows.filter(precision=PublicEvent.Precision.DAY), moment, {})


def events_of_sector(sector: Sector, moment: Moment) -> dict[str, Any]:
    return _first(PublicEvent.objects.known_at(moment.at).filter(sector=sector), moment, {"sector": sector})


def events_in_area(area: Area, moment: Moment) -> dict[str, Any]:
    inside = Area.objects.within(area.code).values("pk")
    return _first(PublicEvent.objects.known_at(moment.at).filter(area__in=inside), moment, {"area": area})


def _first(events: Any, moment: Moment, about: dict[str, Any]) -> dict[str, Any]:
    """The next ones, then the undated and the past ones; nothing if there are none."""
    rows = attach_public_links(events.for_list().coming_first(moment.day)[:EVENTS], moment.at)
    return {**about, "events": rows, "day": moment.day} if rows else {}
