"""iCalendar (RFC 5545): the release calendar as a file that calendar programs subscribe to."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.publishing.calendar import entry_key
from portal.publishing.models import Announcement, CalendarState

#: Octets of a line, its end not counted (RFC 5545, 3.1).
LONGEST = 75


def icalendar(rows: Iterable[Announcement], name: str, domain: str, link: str) -> bytes:
    """The calendar of announcements that have their `words`; `link` is the address of the page."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Minsheng Portal//Release calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for row in rows for line in event(row, domain, link)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def event(row: Announcement, domain: str, link: str) -> Iterator[str]:
    """One release. A time called off stays the one that was last announced, so that programs find what to cross out."""
    times = [word.scheduled_for for word in row.words if word.scheduled_for]
    yield "BEGIN:VEVENT"
    yield f"UID:{entry_key(row.words[0])}@{domain}"
    yield f"DTSTAMP:{utc(row.announced_at)}"
    yield f"SEQUENCE:{len(row.words) - 1}"
    yield f"DTSTART:{utc(row.released_at or times[-1])}"
    yield f"SUMMARY:{escaped(row.title)}"
    yield f"STATUS:{status(row)}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{link}"
    if about := description(row):
        yield f"DESCRIPTION:{escaped(about)}"
    yield "END:VEVENT"


def status(row: Announcement) -> str:
    if row.state == CalendarState.CALLED_OFF:
        return "CANCELLED"
    return "CONFIRMED" if row.confirmed or row.released_at else "TENTATIVE"


def description(row: Announcement) -> str:
    """Its state where that is no word of the standard, and why it was changed."""
    state = "" if row.state == CalendarState.UPCOMING else str(CalendarState(row.state).label)
    late = row.state == CalendarState.DELAYED
    more = _("The announced time has passed; a new one has not been announced yet.") if late else ""
    return "\n".join(filter(None, (state, more, row.reason)))


def utc(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """As a value of type TEXT (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, the later ones begun by a space; no character is torn apart."""
    part, room = "", LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", LONGEST - 1
        part, room = part + character, room - size
    yield part
