"""Opening hours in the notation of OpenStreetMap: what may be written, the hours of a day, and whether it is open now.

The notation knows public holidays (`PH`) and no make-up working days (调休), and its parser has no Chinese
arrangement. So each day is first given its type by the State Council's arrangement, as chinese-calendar has it, and
then read: a holiday by what the hours say of holidays, a make-up working day as the working days of its week. Where
the hours say nothing of such a day, or the arrangement of its year is not published, nothing is said to be open.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from opening_hours import OpeningHours, ParserError, State

from portal.web.numbers import is_english

DAY = dt.timedelta(days=1)
WEEK = 7
#: How far ahead the next opening is looked for.
DAYS_AHEAD = 14
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WORKING_DAYS = 5
#: The hours of a week are the same in every week, unless they depend on the season.
ANY_MONDAY = dt.date(2024, 1, 1)
ALWAYS = "24/7"
HOLIDAY = re.compile(r"\bPH\b")
#: What makes the hours of a day depend on more than its weekday.
SEASONS = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|[12][0-9]{3})\b|\[")
SPAN = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")
PLACE = re.compile(r"--> 1:(\d+)")
EXPECTED = re.compile(r"= expected (.+)")

#: What the notation allows and residents could not rely on, each with what to do instead.
REFUSED = (
    (r'"|\bunknown\b', gettext_lazy("write remarks in the hours in words, not in the notation.")),
    (
        r"\b(SH|easter)\b",
        gettext_lazy("school holidays and Easter have no public calendar here; write dates."),
    ),
    (r"\b(sunrise|sunset|dawn|dusk)\b", gettext_lazy("write times of the clock, not of the sun.")),
    (r"\d\+|/\d{2}:", gettext_lazy("write the closing time; open ends and repetitions cannot be shown.")),
    (r"\bPH -?\d+ days?", gettext_lazy("write the holidays themselves, not days around them.")),
)

#: What the parser expects, in the words of an official.
WORDS = {
    "EOI": gettext_lazy("the end"),
    "any_rule_separator": gettext_lazy("a semicolon"),
    "rules_modifier": gettext_lazy("“off”"),
    "timespan": gettext_lazy("times such as 08:30-17:30"),
    "timespan_plus": gettext_lazy("times such as 08:30-17:30"),
    "extended_hour": gettext_lazy("an hour"),
    "minute": gettext_lazy("minutes"),
    "always_open": gettext_lazy("24/7"),
    "small_range_selectors": gettext_lazy("weekdays such as Mo-Fr, or PH for public holidays"),
    "weekday_range": gettext_lazy("weekdays such as Mo-Fr, or PH for public holidays"),
    "holiday": gettext_lazy("weekdays such as Mo-Fr, or PH for public holidays"),
    "wday": gettext_lazy("weekdays such as Mo-Fr, or PH for public holidays"),
    "monthday_range": gettext_lazy("months such as Apr-Oct"),
}


class BadHours(ValueError):
    """Opening hours that cannot be read or relied on. The message says where and what is expected."""


@lru_cache(maxsize=1024)
def parsed(expression: str) -> str:
    """The expression as the parser writes it. Raises BadHours."""
    try:
        plain = str(OpeningHours(expression))
    except ParserError as error:
        raise BadHours(_misread(expression, str(error))) from None
    for pattern, advice in REFUSED:
        if found := re.search(pattern, plain):
            words = _("“%(found)s”: %(advice)s")
            raise BadHours(words % {"found": found[0], "advice": advice})
    for opens, closes in ((one[:2], one[2:]) for one in SPAN.findall(plain)):
        if closes <= opens or closes > ("24", "00"):
            words = _(
                "%(span)s runs past midnight: write it as two, such as Mo-Fr 18:00-24:00, Tu-Sa 00:00-08:00."
            )
            raise BadHours(words % {"span": f"{':'.join(opens)}-{':'.join(closes)}"})
    return plain


def _misread(expression: str, error: str) -> str:
    """Where the parser stopped, and what it expects there."""
    place, expected = PLACE.search(error), EXPECTED.search(error)
    column = int(place[1]) if place else 1
    names = re.split(r", or |, | or ", expected[1]) if expected else []
    words = dict.fromkeys(str(WORDS[name]) for name in names if name in WORDS)
    wanted = str(_(", ")).join(words) or str(WORDS["timespan"])
    return _("At character %(column)d (“%(rest)s”): expected %(wanted)s.") % {
        "column": column,
        "rest": expression[column - 1 :][:20] or _("the end"),
        "wanted": wanted,
    }


class DayType(TextChoices):
    """What a day is by the State Council's arrangement of public holidays."""

    ORDINARY = "ordinary", gettext_lazy("ordinary day")
    HOLIDAY = "holiday", gettext_lazy("public holiday")
    MAKE_UP = "make_up", gettext_lazy("make-up working day")
    UNPUBLISHED = "unpublished", gettext_lazy("holiday arrangement not yet published")


def type_of(day: dt.date) -> tuple[DayType, str]:
    """The type of a day, and the holiday that makes it one in the reader's language."""
    try:
        is_holiday, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return DayType.UNPUBLISHED, ""
    if name is None:
        return DayType.ORDINARY, ""
    holiday = chinese_calendar.Holiday(name)
    label = holiday.value if is_english() else holiday.chinese
    return (DayType.HOLIDAY if is_holiday else DayType.MAKE_UP), label


Span = tuple[dt.datetime, dt.datetime]
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class DayHours:
    """The hours of one day, none if it is closed; `is_stated`: whether the published hours cover such a day.

    Where they do not, `spans` are those of its weekday, for orientation.
    """

    day: dt.date
    type: DayType
    holiday: str
    spans: Spans
    is_stated: bool

    @property
    def texts(self) -> list[str]:
        """“08:30–12:00”, “14:00–17:30”"""
        return [f"{start:%H:%M}–{_end_of(end)}" for start, end in self.spans]

    @property
    def label(self) -> str:
        """What makes the day no ordinary one: “National Day”; empty if it is."""
        if self.type == DayType.ORDINARY:
            return ""
        return self.holiday if self.type == DayType.HOLIDAY else str(self.type.label)


def _end_of(end: dt.datetime) -> str:
    return "24:00" if end.time() == dt.time() else f"{end:%H:%M}"


def by_weekday(expression: str, day: dt.date) -> Spans:
    return _spans(parsed(expression), day)


def by_holiday(expression: str, day: dt.date) -> Spans:
    """As a public holiday: what the hours say of `PH` counts for its weekday."""
    return _spans(HOLIDAY.sub(WEEKDAYS[day.weekday()], parsed(expression)), day)


def by_working_days(expression: str, day: dt.date) -> Spans | None:
    """As the working days of its week; None if these differ."""
    monday = day - day.weekday() * DAY
    days = [monday + number * DAY for number in range(WORKING_DAYS)]
    first, *others = (
        tuple((start + (day - one), end + (day - one)) for start, end in by_weekday(expression, one))
        for one in days
    )
    return first if all(one == first for one in others) else None


@lru_cache(maxsize=4096)
def _spans(expression: str, day: dt.date) -> Spans:
    zone = timezone.get_default_timezone()
    start = dt.datetime.combine(day, dt.time(), zone)
    found = OpeningHours(expression, timezone=zone).intervals(start, start + DAY)
    return tuple((opens, closes) for opens, closes, state, _comment in found if state == State.OPEN)


def day_hours(expression: str, day: dt.date) -> DayHours:
    """The hours of a day by its type."""
    kind, holiday = type_of(day)
    usual = by_weekday(expression, day)
    speaks_of_holidays = bool(HOLIDAY.search(parsed(expression)))
    readings = {usual}
    if kind in {DayType.HOLIDAY, DayType.UNPUBLISHED}:
        readings.add(by_holiday(expression, day) if speaks_of_holidays else None)
    if kind == DayType.MAKE_UP or (kind == DayType.UNPUBLISHED and day.weekday() >= WORKING_DAYS):
        readings.add(by_working_days(expression, day))
    if parsed(expression) == ALWAYS:
        readings = {usual}
    elif speaks_of_holidays and kind in {DayType.HOLIDAY, DayType.MAKE_UP}:
        readings.discard(usual)
        readings = readings or {usual}
    is_stated = len(readings) == 1 and None not in readings
    return DayHours(day, kind, holiday, next(iter(readings)) if is_stated else usual, is_stated)


def week_from(expression: str, day: dt.date) -> list[DayHours]:
    """That day and the six after it."""
    return [day_hours(expression, day + number * DAY) for number in range(WEEK)]


class OpenState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OpenNow:
    """Whether it is open at an instant, by its published hours.

    `until`: when it closes next, None if it does not within two weeks. `opens`: when a closed one opens next, None if
    that is not within two weeks or not known. `holds_until`: the next instant at which any of this changes.
    """

    state: OpenState
    today: DayHours
    holds_until: dt.datetime
    until: dt.datetime | None = None
    opens: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == OpenState.OPEN

    @property
    def text(self) -> str:
        """In a sentence: “Open now, until 21:00”."""
        if self.state == OpenState.UNKNOWN:
            return self._why_unknown
        if self.is_open:
            return (
                _("Open now, until %(time)s") % {"time": self._time(self.until)}
                if self.until
                else _("Open now")
            )
        if self.opens is None:
            return _("Closed now")
        return _("Closed now, opens %(time)s") % {"time": self._time(self.opens)}

    @property
    def _why_unknown(self) -> str:
        if self.today.type == DayType.UNPUBLISHED:
            return _("Holiday arrangement not yet published: whether it is open today cannot be said")
        words = _("Today is a %(type)s (%(holiday)s): the published hours do not say whether it is open")
        return words % {"type": self.today.type.label, "holiday": self.today.holiday}

    def _time(self, instant: dt.datetime) -> str:
        days = (instant.date() - self.today.day).days
        if days == 1 and instant.time() == dt.time():
            return "24:00"
        if days == 0:
            return f"{instant:%H:%M}"
        if days == 1:
            return _("tomorrow %(time)s") % {"time": f"{instant:%H:%M}"}
        day = date_format(instant, "MONTH_DAY_FORMAT")
        return _("on %(day)s at %(time)s") % {"day": day, "time": f"{instant:%H:%M}"}


def open_now(expression: str, now: dt.datetime) -> OpenNow:
    """Whether it is open at that instant."""
    now = now.astimezone(timezone.get_default_timezone())
    today = day_hours(expression, now.date())
    midnight = dt.datetime.combine(today.day + DAY, dt.time(), now.tzinfo)
    if not today.is_stated:
        return OpenNow(OpenState.UNKNOWN, today, midnight)
    edges = [edge for span in today.spans for edge in span if edge > now]
    holds_until = min([*edges, midnight])
    for start, end in today.spans:
        if start <= now < end:
            return OpenNow(OpenState.OPEN, today, holds_until, until=_closing(expression, end))
    opens = next(_openings(expression, today, now), None)
    return OpenNow(OpenState.CLOSED, today, holds_until, opens=opens)


def _closing(expression: str, end: dt.datetime) -> dt.datetime | None:
    """The end of opening hours that go on over midnight; None if they do for two weeks."""
    for _day in range(DAYS_AHEAD):
        if end.time() != dt.time():
            return end
        tomorrow = day_hours(expression, end.date())
        if not (tomorrow.is_stated and tomorrow.spans and tomorrow.spans[0][0] == end):
            return end
        end = tomorrow.spans[0][1]
    return None


def _openings(expression: str, today: DayHours, now: dt.datetime) -> Iterator[dt.datetime]:
    """The openings after now, up to the first day about which the hours say nothing."""
    for number in range(DAYS_AHEAD):
        hours = day_hours(expression, today.day + number * DAY)
        if not hours.is_stated:
            return
        yield from (start for start, _end in hours.spans if start > now)


def regular_week(expression: str) -> dict[str, list[str] | None] | None:
    """The hours by weekday, such as “08:30-12:00”, and of public holidays; None if they depend on the season.

    Those of public holidays are None where the hours do not speak of them, or are not the same on every weekday.
    """
    plain = parsed(expression)
    if SEASONS.search(plain):
        return None
    days = [ANY_MONDAY + number * DAY for number in range(WEEK)]
    week: dict[str, list[str] | None] = {
        WEEKDAYS[day.weekday()]: _clock(by_weekday(plain, day)) for day in days
    }
    speaks = plain == ALWAYS or HOLIDAY.search(plain)
    first, *others = (_clock(by_holiday(plain, day)) for day in days)
    return week | {"PH": first if speaks and all(one == first for one in others) else None}


def _clock(spans: Spans) -> list[str]:
    return [f"{start:%H:%M}-{_end_of(end)}" for start, end in spans]
