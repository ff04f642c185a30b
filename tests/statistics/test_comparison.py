"""Which earlier figure a figure may be compared with."""

import datetime as dt
from decimal import Decimal

import pytest

from portal.site.styleguide import sample_figure
from portal.statistics.figures import last_change, newest_target
from portal.statistics.models import Observation
from portal.statistics.periods import Likeness, Period, likeness


def period(start: str | None, end: str, basis: str = "ytd") -> Period:
    return Period(start and dt.date.fromisoformat(start), dt.date.fromisoformat(end), basis)


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        (("2022-01-01", "2022-05-31"), ("2021-01-01", "2021-05-31"), Likeness.SAME_SPAN),
        (("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28"), Likeness.SAME_SPAN),
        (("2022-01-01", "2022-12-31"), ("2020-01-01", "2020-12-31"), Likeness.SAME_SPAN),
        (("2022-01-01", "2022-12-23"), ("2022-01-01", "2022-05-31"), None),
        (("2022-01-01", "2022-12-23"), ("2021-01-01", "2021-12-31"), None),
        (("2022-01-01", "2022-05-31"), ("2022-01-01", "2022-05-31"), None),
        (("2021-01-01", "2021-05-31"), ("2022-01-01", "2022-05-31"), None),
    ],
)
def test_years_to_date_are_alike_to_the_same_day_of_another_year_only(later, earlier, expected):
    assert likeness(period(*later), period(*earlier)) == expected


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        (("2022-04-01", "2022-06-30"), ("2022-01-01", "2022-03-31"), Likeness.JUST_BEFORE),
        (("2022-03-01", "2022-03-31"), ("2022-02-01", "2022-02-28"), Likeness.JUST_BEFORE),
        (("2022-01-08", "2022-01-14"), ("2022-01-01", "2022-01-07"), Likeness.JUST_BEFORE),
        (("2022-04-01", "2022-04-30"), ("2021-04-01", "2021-04-30"), Likeness.SAME_SPAN),
        (("2022-04-01", "2022-06-30"), ("2022-03-01", "2022-03-31"), None),
        (("2022-04-01", "2022-04-30"), ("2022-02-01", "2022-02-28"), None),
        (("2022-01-08", "2022-01-14"), ("2022-01-02", "2022-01-07"), None),
    ],
)
def test_periods_are_alike_a_year_apart_or_side_by_side_and_as_long(later, earlier, expected):
    assert likeness(period(*later, "period"), period(*earlier, "period")) == expected


@pytest.mark.parametrize("basis", ["point", "since_start"])
def test_states_and_totals_are_like_every_earlier_one(basis):
    earlier, later = period(None, "2022-05-31", basis), period(None, "2022-12-23", basis)

    assert (likeness(later, earlier), likeness(earlier, later)) == (Likeness.EARLIER_STATE, None)


def figure(value: str, year: int, end: str = "12-23", **fields: object) -> Observation:
    """Of a year, from its first day to that day."""
    days = {"period_start": dt.date(year, 1, 1), "period_end": dt.date.fromisoformat(f"{year}-{end}")}
    return sample_figure(value, **days | fields)


def test_change_is_against_the_last_comparable_result():
    newest = figure("15", 2022)
    others = [newest, figure("10", 2020), figure("12", 2021), figure("14", 2021, "12-31")]

    change = last_change(newest, others)

    assert (change.earlier.period_end.year, change.difference, change.share) == (2021, 3, Decimal("25.0"))


def test_change_is_none_where_nothing_is_comparable():
    newest = figure("15", 2022)

    assert last_change(newest, [newest, figure("9", 2022, "05-31")]) is None
    assert last_change(newest, [newest]) is None


def test_change_has_no_share_of_nothing_and_none_of_a_rate():
    from_zero = last_change(figure("3", 2022), [figure("0", 2021)])
    rate = last_change(figure("3", 2022), [figure("2", 2021)])
    rate.figure.series.indicator.unit_id = "percent"

    assert (from_zero.difference, from_zero.share, rate.share) == (3, None, None)


@pytest.mark.parametrize("words", [{"qualifier": "over"}, {"status": "estimated"}])
def test_change_is_rough_where_either_figure_is(words):
    exact = last_change(figure("3", 2022), [figure("2", 2021)])
    rough = last_change(figure("3", 2022), [figure("2", 2021, **words)])

    assert (exact.is_rough, rough.is_rough) == (False, True)


def test_change_passes_over_targets_and_what_was_withheld():
    target, withheld = figure("20", 2021, kind="target"), figure("1", 2021)
    withheld.value = None

    assert last_change(figure("3", 2022), [target, withheld]) is None
    assert last_change(withheld, [figure("2", 2020)]) is None


def test_target_ahead_is_the_next_one_due_in_the_same_year():
    result = figure("13", 2022)
    targets = [figure("14", 2022, "12-31", kind="target"), figure("3", 2023, "12-31", kind="target")]

    assert newest_target(result, [result, *targets]) is targets[0]
    assert newest_target(targets[0], targets) is None
    assert newest_target(result, [result]) is None
