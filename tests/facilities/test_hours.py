"""Opening hours by the type of the day: holidays, make-up days, borders of years, midnight; and what may be written."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from portal.facilities.hours import (
    BadHours,
    DayType,
    OpenState,
    day_hours,
    open_now,
    parsed,
    regular_week,
    type_of,
)

HALL = "08:30-21:00"
OFFICE = "Mo-Fr 08:30-12:00,13:30-17:30; PH off"
SILENT_OFFICE = "Mo-Fr 08:30-17:30"
EVERY_DAY = "Mo-Su,PH 09:00-17:00"
NIGHT = "Mo-Su,PH 20:00-24:00, Mo-Su,PH 00:00-02:00"


def at(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("hours", "now", "state", "ends"),
    [
        (HALL, "2026-09-29T08:29:59", "closed", "2026-09-29T08:30"),
        (HALL, "2026-09-29T08:30", "open", "2026-09-29T21:00"),
        (HALL, "2026-09-29T20:59:59", "open", "2026-09-29T21:00"),
        (HALL, "2026-09-29T21:00", "closed", "2026-09-30T08:30"),
        (HALL, "2026-09-30T21:00", "closed", None),  # the next day is a holiday of which it says nothing
        (HALL, "2026-10-01T12:00", "unknown", None),
        (HALL, "2026-10-10T12:00", "open", "2026-10-10T21:00"),  # a make-up Saturday is as any day
        (OFFICE, "2026-10-09T12:30", "closed", "2026-10-09T13:30"),
        (OFFICE, "2026-10-10T09:00", "open", "2026-10-10T12:00"),  # a make-up Saturday is a working day
        (OFFICE, "2026-10-11T09:00", "closed", "2026-10-12T08:30"),
        (OFFICE, "2026-09-30T18:00", "closed", "2026-10-08T08:30"),
        (OFFICE, "2026-10-01T09:00", "closed", "2026-10-08T08:30"),
        (SILENT_OFFICE, "2026-10-10T09:00", "unknown", None),
        (SILENT_OFFICE, "2026-10-17T09:00", "closed", "2026-10-19T08:30"),
        (EVERY_DAY, "2026-10-01T09:00", "open", "2026-10-01T17:00"),
        (EVERY_DAY, "2026-12-31T17:00", "closed", "2027-01-01T09:00"),
        (OFFICE, "2026-12-31T18:00", "closed", None),
        (OFFICE, "2027-01-04T09:00", "unknown", None),
        (HALL, "2027-01-04T09:00", "unknown", None),
        ("24/7", "2027-01-01T00:00", "open", None),
        (NIGHT, "2026-09-07T23:00", "open", "2026-09-08T02:00"),
        (NIGHT, "2026-09-08T00:00", "open", "2026-09-08T02:00"),
        (NIGHT, "2026-09-08T02:00", "closed", "2026-09-08T20:00"),
        (NIGHT, "2026-12-31T23:59", "open", "2027-01-01T02:00"),
    ],
)
def test_open_now_says_what_is_published_and_no_more(hours, now, state, ends):
    found = open_now(hours, at(now))

    assert (found.state, found.until or found.opens) == (state, ends and at(ends))


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        (HALL, "2026-09-29T12:00", "2026-09-29T21:00"),
        (HALL, "2026-09-29T21:00", "2026-09-30T00:00"),
        (HALL, "2026-10-01T12:00", "2026-10-02T00:00"),
        (OFFICE, "2026-10-09T12:00", "2026-10-09T13:30"),
        ("24/7", "2026-10-09T12:00", "2026-10-10T00:00"),
    ],
)
def test_open_now_holds_until_the_next_edge_or_midnight(hours, now, until):
    assert open_now(hours, at(now)).holds_until == at(until)


@given(
    st.sampled_from([HALL, OFFICE, SILENT_OFFICE, EVERY_DAY, NIGHT, "24/7"]),
    st.datetimes(min_value=dt.datetime(2026, 9, 20), max_value=dt.datetime(2027, 1, 20)),  # noqa: DTZ001 - made aware
)
def test_open_now_does_not_change_before_it_says(hours, naive):
    now = timezone.make_aware(naive)

    found = open_now(hours, now)
    later = open_now(hours, found.holds_until - dt.timedelta(microseconds=1))

    assert found.holds_until > now
    assert (later.state, later.text) == (found.state, found.text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-01", (DayType.HOLIDAY, "国庆节")),
        ("2026-10-10", (DayType.MAKE_UP, "国庆节")),
        ("2026-10-11", (DayType.ORDINARY, "")),
        ("2026-12-31", (DayType.ORDINARY, "")),
        ("2027-01-01", (DayType.UNPUBLISHED, "")),
    ],
)
def test_day_has_the_type_of_the_published_arrangement(day, expected):
    with translation.override("zh-hans"):
        assert type_of(dt.date.fromisoformat(day)) == expected


def test_hours_of_an_uncovered_year_are_shown_and_marked():
    with translation.override("zh-hans"):
        found = day_hours(HALL, dt.date(2027, 3, 1))

        assert (found.texts, found.is_stated, found.label) == (
            ["08:30–21:00"],
            False,
            "节假日安排尚未公布",
        )
        assert open_now(HALL, at("2027-03-01T09:00")).text == "节假日安排尚未公布，无法判断今天是否开放"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("8:30—21:00", "At character 5 (“—21:00”): expected times such as 08:30-17:30."),
        ("Mo-Fr 08:30-17:30 and", "At character 19 (“and”): expected the end, a semicolon, “off”."),
        ("Mo-Fr 22:00-02:00", "22:00-02:00 runs past midnight"),
        ("Mo-Fr 20:00-26:00", "20:00-26:00 runs past midnight"),
        ('Mo-Fr 08:30-17:30 "by appointment"', "write remarks in the hours in words"),
        ("Mo-Fr 08:30-17:30 unknown", "write remarks in the hours in words"),
        ("SH 08:30-17:30", "school holidays and Easter"),
        ("sunrise-sunset", "write times of the clock"),
        ("Mo 08:30+", "write the closing time"),
        ("10:00-16:00/02:00", "write the closing time"),
        ("PH -1 day off", "not days around them"),
        ("周一 8:30-17:30", "At character 1"),
    ],
)
def test_hours_that_nobody_could_rely_on_are_refused_with_place_and_advice(written, message):
    with translation.override("en"), pytest.raises(BadHours) as refused:
        parsed(written)

    assert message in str(refused.value)


def test_refusal_is_in_chinese_for_officials():
    with translation.override("zh-hans"), pytest.raises(BadHours) as refused:
        parsed("Mo-Fr 8.30")

    assert str(refused.value).startswith("第7个字符（“8.30”）处有误，此处应为：")


def test_regular_week_tells_public_holidays_apart():
    week = regular_week(OFFICE)

    assert (week["Mo"], week["Sa"], week["PH"]) == (["08:30-12:00", "13:30-17:30"], [], [])
    assert regular_week(HALL)["PH"] is None
    assert regular_week("24/7")["PH"] == ["00:00-24:00"]
    assert regular_week("Apr-Oct 06:00-22:00") is None


def test_states_are_those_of_the_answer():
    assert {state.value for state in OpenState} == {"open", "closed", "unknown"}
