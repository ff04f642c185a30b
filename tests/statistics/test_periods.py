"""Periods are named as readers of each language write them."""

import datetime as dt
from contextlib import nullcontext

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.records.registry import verdicts
from portal.staff.audit import acting
from portal.statistics.models import CheckResult, Indicator, Observation
from portal.statistics.periods import Likeness, Period, first_day, likeness
from tests.world import make_figure, make_indicator, make_release, make_series, publish

SCHOOL_YEAR = {
    "basis": "cumulative",
    "counted_from": "09-01",
    "year_name_zh": "学年",
    "year_name_en": "school year",
}


def days(start: str | None, end: str) -> tuple:
    return (start and dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "basis", "zh", "en"),
    [
        (None, "2022-05-31", "point", "截至2022年5月31日", "as at 31 May 2022"),
        (None, "2022-12-23", "since_start", "累计至2022年12月23日", "cumulative to 23 December 2022"),
        ("2022-01-01", "2022-12-31", "period", "2022年", "2022"),
        ("2022-01-01", "2022-03-31", "period", "2022年第1季度", "2022 Q1"),
        ("2022-01-01", "2022-05-31", "ytd", "2022年1—5月", "January–May 2022"),
        ("2022-04-01", "2022-04-30", "period", "2022年4月", "April 2022"),
        ("2022-01-01", "2022-12-23", "ytd", "2022年1月1日至12月23日", "1 January to 23 December 2022"),
        (
            "2021-12-01",
            "2022-01-15",
            "period",
            "2021年12月1日至2022年1月15日",
            "1 December 2021 to 15 January 2022",
        ),
    ],
)
def test_label_names_the_period(start, end, basis, zh, en):
    period = Period(*days(start, end), basis)

    for language, expected in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert period.label == expected


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2022-09-01", "2023-03-31", "2022/23学年，至2023年3月31日", "school year 2022/23, to 31 March 2023"),
        ("2022-09-01", "2023-08-31", "2022/23学年", "school year 2022/23"),
        ("1999-09-01", "2000-08-31", "1999/00学年", "school year 1999/00"),
    ],
)
def test_label_of_a_count_since_a_day_of_each_year_names_that_year(start, end, zh, en):
    for language, name, expected in (("zh-hans", "学年", zh), ("en", "school year", en)):
        with translation.override(language):
            assert Period(*days(start, end), "cumulative", name).label == expected


def test_label_of_a_roll_names_its_year():
    period = Period(*days("2022-01-01", "2022-12-31"), "roll")

    for language, expected in (("zh-hans", "2022年度"), ("en", "roll of 2022")):
        with translation.override(language):
            assert period.label == expected


@pytest.mark.parametrize(
    ("counted_from", "day", "expected"),
    [
        ("09-01", "2022-09-01", "2022-09-01"),
        ("09-01", "2023-08-31", "2022-09-01"),
        ("11-15", "2022-12-31", "2022-11-15"),
        ("11-15", "2024-02-29", "2023-11-15"),
        ("04-01", "2023-03-31", "2022-04-01"),
    ],
)
def test_count_began_on_the_last_such_day(counted_from, day, expected):
    assert first_day(counted_from, dt.date.fromisoformat(day)).isoformat() == expected


def test_count_since_a_day_compares_with_the_same_days_of_the_year_before():
    now, before, part = (
        Period(*days(*ends), "cumulative")
        for ends in (
            ("2022-09-01", "2023-03-31"),
            ("2021-09-01", "2022-03-31"),
            ("2022-09-01", "2022-12-31"),
        )
    )

    assert likeness(now, before) == Likeness.SAME_SPAN
    assert likeness(now, part) is None
    assert {one.year for one in (now, part)} == {2022}


@pytest.mark.parametrize(
    ("basis", "start", "end", "field"),
    [
        (SCHOOL_YEAR, "2022-09-01", "2023-03-31", None),
        (SCHOOL_YEAR, "2022-09-01", "2022-09-01", None),
        (SCHOOL_YEAR, "2023-01-01", "2023-03-31", "period_start"),
        (SCHOOL_YEAR, "2021-09-01", "2023-03-31", "period_start"),
        (SCHOOL_YEAR, None, "2023-03-31", "period_start"),
        ({"basis": "roll"}, "2022-01-01", "2022-12-31", None),
        ({"basis": "roll"}, "2022-01-01", "2022-06-30", "period_end"),
        ({"basis": "roll"}, "2021-01-01", "2022-12-31", "period_start"),
    ],
)
def test_period_fits_its_basis_by_every_door_and_in_the_database(editor, basis, start, end, field):
    release, indicator = make_release(by=editor), make_indicator(**basis)
    first, last = days(start, end)
    values = {"period_start": first, "period_end": last}
    row = Observation(release=release, series=make_series(indicator), value=5, as_printed="5", **values)
    row.section, row.paragraph = release.sections.get(), 1

    (findings,) = verdicts(Observation, [row])

    assert [one.field for one in findings] == ([field] if field else [])
    refused = pytest.raises(IntegrityError, match="does not fit basis") if field else nullcontext()
    with acting(editor, action="test"), refused, transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "cumulative"},
        {"basis": "cumulative", "counted_from": "01-01"},
        {"basis": "cumulative", "counted_from": "02-29"},
        {"basis": "cumulative", "counted_from": "04-31"},
        {"basis": "ytd", "counted_from": "09-01"},
        {"basis": "ytd", "year_name_zh": "学年", "year_name_en": "school year"},
    ],
)
def test_indicator_names_its_first_day_exactly_if_it_is_counted_since_one(db, fields):
    defaults = {
        "code": "meals",
        "name_zh": "供餐",
        "name_en": "Meals",
        "definition_zh": "定义",
        "definition_en": "D",
    }
    indicator = make_indicator("other")
    row = Indicator(
        sector_id="projects", department=indicator.department, unit=indicator.unit, **defaults, **fields
    )
    (findings,) = verdicts(Indicator, [row])

    with pytest.raises(IntegrityError, match="indicator_counted_from_a_day"), transaction.atomic():
        make_indicator("meals", **fields)

    assert len(findings) == 1


def test_count_since_a_day_never_falls_within_its_year(db):
    indicator, release = make_indicator("meals", **SCHOOL_YEAR), make_release()
    for start, end, value in (
        ("2021-09-01", "2022-06-30", 900),
        ("2022-09-01", "2022-12-31", 500),
        ("2022-09-01", "2023-03-31", 400),
    ):
        first, last = days(start, end)
        make_figure(release, indicator, value, period_start=first, period_end=last)

    publish(release, at="2023-04-01")

    found = CheckResult.objects.filter(kind="ytd")
    assert [(one.passed, one.period_end.isoformat()) for one in found] == [(False, "2023-03-31")]
