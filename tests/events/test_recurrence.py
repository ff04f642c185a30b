"""Rules of repetition: what is accepted, and that no rule can make a page expand without end."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.events.recurrence import LONGEST, BadRule, days_of, read_rule

MONDAY = dt.date(2026, 9, 7)
PARTS = [
    *("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "INTERVAL=1", "INTERVAL=52"),
    *("BYDAY=MO", "BYDAY=1MO", "BYDAY=5SU", "BYDAY=MO,TU", "BYMONTHDAY=31", "BYMONTHDAY=-1"),
    *("BYMONTH=2", "COUNT=9", "BYSETPOS=-1", "WKST=SU"),
]


@pytest.mark.parametrize(
    ("rule", "first", "until", "days"),
    [
        ("FREQ=DAILY", MONDAY, dt.date(2026, 9, 9), ["09-07", "09-08", "09-09"]),
        ("FREQ=DAILY;INTERVAL=2", MONDAY, dt.date(2026, 9, 10), ["09-07", "09-09"]),
        ("FREQ=WEEKLY;BYDAY=MO,FR", MONDAY, dt.date(2026, 9, 14), ["09-07", "09-11", "09-14"]),
        ("FREQ=MONTHLY;BYDAY=1MO", MONDAY, dt.date(2026, 11, 30), ["09-07", "10-05", "11-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=7", MONDAY, dt.date(2026, 10, 31), ["09-07", "10-07"]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            dt.date(2026, 9, 30),
            dt.date(2026, 11, 30),
            ["09-30", "10-31", "11-30"],
        ),
        ("FREQ=MONTHLY;BYDAY=-1WE", dt.date(2026, 9, 30), dt.date(2026, 10, 31), ["09-30", "10-28"]),
        ("FREQ=YEARLY", MONDAY, dt.date(2027, 9, 7), ["09-07", "09-07"]),
    ],
)
def test_days_follow_the_rule(rule, first, until, days):
    assert [f"{day:%m-%d}" for day in days_of(rule, first, until, ())] == days


def test_exceptions_are_left_out():
    days = days_of("FREQ=DAILY", MONDAY, dt.date(2026, 9, 9), (dt.date(2026, 9, 8),))

    assert [day.day for day in days] == [7, 9]


@pytest.mark.parametrize(
    "rule",
    [
        "每周一",
        "BYDAY=MO",
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;UNTIL=99991231",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=7",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=DAILY;X=1",
    ],
)
def test_nonsense_is_refused_at_once(rule):
    start = time.perf_counter()

    with pytest.raises(BadRule):
        read_rule(rule, MONDAY)

    assert time.perf_counter() - start < 1


@given(
    st.lists(
        st.sampled_from(PARTS),
        max_size=4,
    ),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
)
def test_whatever_is_accepted_begins_on_its_first_day_and_ends(parts, first):
    try:
        read_rule(";".join(parts), first)
    except BadRule:
        return

    days = days_of(";".join(parts), first, first + LONGEST, ())

    assert days[0] == first
    assert days[-1] <= first + LONGEST
    assert len(days) <= LONGEST.days + 1
