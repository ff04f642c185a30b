"""Repetition of events: a subset of RFC 5545 that always ends, and the days that follow from it.

The rules are those that calendar programs offer. Each begins on the first day of the event and ends on a last day at
most three years later, so that no page can be made to expand more than some thousand days.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

import recurring_ical_events
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event, vRecur

DAY = dt.timedelta(days=1)
#: How long an event repeats at most.
LONGEST = 3 * 366 * DAY
MOST_INTERVAL = 52
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = len(WEEKDAYS)

EXAMPLES = gettext_lazy(
    "FREQ=DAILY · FREQ=WEEKLY;BYDAY=MO,FR · FREQ=MONTHLY;BYDAY=1SA · FREQ=MONTHLY;BYMONTHDAY=15 · FREQ=YEARLY"
)
#: The parts that a rule may have besides FREQ and INTERVAL.
PARTS = {"DAILY": set(), "WEEKLY": {"BYDAY"}, "MONTHLY": {"BYDAY", "BYMONTHDAY"}, "YEARLY": set()}


class BadRule(ValueError):
    """A rule of repetition that is not accepted. The message says why."""


def read_rule(text: str, first_day: dt.date) -> vRecur:
    """The rule of an event that begins on that day. Raises BadRule."""
    try:
        rule = vRecur.from_ical(text)
        frequency = rule["FREQ"][0]
        allowed = PARTS[frequency]
    except (ValueError, KeyError, IndexError):
        words = _("This is no rule of repetition; write one of: %(examples)s.")
        raise BadRule(words % {"examples": EXAMPLES}) from None
    if {"UNTIL", "COUNT"} & set(rule):
        raise BadRule(_("Write the last day in “repeats until”, not as UNTIL or COUNT."))
    if strange := set(rule) - allowed - {"FREQ", "INTERVAL"}:
        words = _("%(parts)s cannot stand in a rule of %(frequency)s; write one of: %(examples)s.")
        raise BadRule(
            words % {"parts": ", ".join(sorted(strange)), "frequency": frequency, "examples": EXAMPLES}
        )
    if len(rule) != text.count("=") or not 1 <= int(rule.get("INTERVAL", [1])[0]) <= MOST_INTERVAL:
        raise BadRule(_("INTERVAL is a whole number from 1 to %(most)d.") % {"most": MOST_INTERVAL})
    if {"BYDAY", "BYMONTHDAY"} <= set(rule) or not DAYS[frequency](rule, first_day):
        raise BadRule(
            _("The first day, %(day)s, is not one of the days of the rule.") % {"day": first_day.isoformat()}
        )
    return rule


def _by_weekday(rule: vRecur, day: dt.date) -> bool:
    return "BYDAY" not in rule or WEEKDAYS[day.weekday()] in rule["BYDAY"]


def _by_month(rule: vRecur, day: dt.date) -> bool:
    """The first day is among the numbered weekdays or the days of the month, counted from either end."""
    after = (day.replace(day=28) + 4 * DAY).replace(
        day=1
    ) - day  # days to the end of the month, itself included
    if "BYMONTHDAY" in rule:
        return bool({day.day, -after.days} & set(map(int, rule["BYMONTHDAY"])))
    numbers = (day.day - 1) // WEEK + 1, -((after.days - 1) // WEEK + 1)
    own = {f"{number}{WEEKDAYS[day.weekday()]}" for number in numbers} | {
        f"+{numbers[0]}{WEEKDAYS[day.weekday()]}"
    }
    return "BYDAY" not in rule or bool(own & set(rule["BYDAY"]))


#: Whether a first day fits a rule, by frequency.
DAYS: dict[str, Callable[[vRecur, dt.date], bool]] = {
    "DAILY": lambda _rule, _day: True,
    "WEEKLY": _by_weekday,
    "MONTHLY": _by_month,
    "YEARLY": lambda _rule, _day: True,
}


@lru_cache(maxsize=512)
def days_of(
    text: str, first_day: dt.date, until: dt.date, except_days: tuple[dt.date, ...]
) -> tuple[dt.date, ...]:
    """The days on which an event begins, in order. Raises BadRule."""
    rule = read_rule(text, first_day)
    rule["UNTIL"] = [min(until, first_day + LONGEST)]
    event = Event()
    event.add("uid", "days")
    event.add("dtstart", first_day)
    event.add("rrule", rule)
    if except_days:
        event.add("exdate", list(except_days))
    calendar = Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(first_day, until + DAY)
    return tuple(sorted(one["dtstart"].dt for one in found))
