"""Events as iCalendar, read by an independent parser."""

import datetime as dt

import pytest
import recurring_ical_events
from django.utils import timezone
from icalendar import Calendar

from tests.events.world import release_events

WEEKLY = {
    "first_day": dt.date(2026, 9, 7),
    "rule": "FREQ=WEEKLY;BYDAY=MO,FR",
    "repeats_until": dt.date(2026, 9, 21),
    "except_days": ["2026-09-14"],
}
TIMED = {"start_time": "07:00", "end_time": "08:30"}
UNDATED = {"precision": "none", "first_day": None, "last_day": None}


def read(client, query: str = "") -> Calendar:
    answer = client.get(f"/events.ics{query}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def only(calendar: Calendar):
    (event,) = calendar.walk("VEVENT")
    return event


@pytest.mark.parametrize("times", [{}, TIMED])
def test_repeated_event_expands_to_the_days_of_the_page(client, db, times):
    release_events("june", "2026-06-01", weekly=WEEKLY | times)

    found = recurring_ical_events.of(read(client)).between(dt.date(2026, 9, 1), dt.date(2026, 10, 31))
    starts = [one["dtstart"].dt for one in found]
    page = client.get("/events/month/?month=2026-09").context["agenda"]

    days = [dt.date(2026, 9, day) for day in (7, 11, 18, 21)]
    assert [day for day, _times in page.days] == days
    assert sorted(starts) == sorted(one.starts for _day, times in page.days for one in times)
    assert [f"{start:%m-%d}" for start in sorted(starts)] == [f"{day:%m-%d}" for day in days]


def test_times_are_those_of_the_district(client, db):
    release_events("june", "2026-06-01", gala={"start_time": "19:00", "end_time": "21:00"})

    event = only(read(client))

    zone = timezone.get_default_timezone()
    assert event["dtstart"].dt == dt.datetime(2026, 9, 5, 19, tzinfo=zone)
    assert event["dtend"].dt == dt.datetime(2026, 9, 5, 21, tzinfo=zone)
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("later", "status", "day"),
    [
        ({}, "CONFIRMED", 5),
        ({"first_day": dt.date(2026, 9, 12), "status": "postponed"}, "CONFIRMED", 12),
        (UNDATED | {"status": "postponed"}, "CANCELLED", 5),
        ({"status": "cancelled"}, "CANCELLED", 5),
        (UNDATED | {"status": "cancelled"}, "CANCELLED", 5),
        ({"status": "held"}, "CONFIRMED", 5),
    ],
)
def test_later_release_changes_the_same_entry(client, db, later, status, day):
    release_events("june", "2026-06-01", gala={})
    first = only(read(client))
    release_events("october", "2026-10-01", gala=later)

    second = only(read(client))

    assert (str(first["status"]), first["sequence"]) == ("CONFIRMED", 0)
    assert second["uid"] == first["uid"]
    assert (str(second["status"]), second["sequence"]) == (status, 1)
    assert second["dtstart"].dt == dt.date(2026, 9, day)
    assert second["dtstamp"].dt > first["dtstamp"].dt


def test_event_without_a_day_is_in_no_calendar(client, db):
    may = {"precision": "within", "first_day": dt.date(2026, 5, 1), "last_day": dt.date(2026, 5, 31)}
    release_events("june", "2026-06-01", talk=UNDATED, visits=may)

    assert read(client).walk("VEVENT") == []


def test_calendar_of_the_past_is_as_it_was(client, db):
    release_events("june", "2026-06-01", gala={})
    release_events("august", "2026-08-01", gala={"status": "cancelled"})

    assert str(only(read(client, "?as_of=2026-07-01"))["status"]) == "CONFIRMED"
    assert str(only(read(client))["status"]) == "CANCELLED"
