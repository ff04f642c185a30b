"""Checks find what figures get wrong, and leave alone what rounding and qualifiers explain."""

from decimal import Decimal

import pytest
from django.utils import timezone

from portal.statistics.checks import compared_with
from portal.statistics.intervals import Interval, rounding
from portal.statistics.models import CheckResult, Observation, Unit
from tests.world import make_check, make_figure, make_indicator, make_release, make_series, moment, publish

pytestmark = pytest.mark.django_db


def released(*figures: tuple, slug: str = "december", at: str = "2022-12-23") -> None:
    """Publish (indicator, value[, fields]) in one release."""
    release = make_release(slug)
    for indicator, value, *fields in figures:
        make_figure(release, indicator, value, **(fields[0] if fields else {}))
    publish(release, at=at)


def outcome() -> tuple:
    result = CheckResult.objects.get()
    return result.passed, result.stated, result.computed, result.difference


@pytest.fixture
def rate_of_patients():
    rate = make_indicator("rate", unit="percent", decimals=1)
    managed, registered = make_indicator("managed"), make_indicator("registered")
    make_check(
        "ratio",
        scale=100,
        result=make_series(rate),
        numerator=make_series(managed),
        denominator=make_series(registered),
    )
    return rate, managed, registered


def test_ratio_finds_the_rate_that_its_counts_do_not_give(rate_of_patients):
    rate, managed, registered = rate_of_patients

    released((rate, "91.6", {"as_printed": "91.6%"}), (managed, 638), (registered, 698))

    assert outcome() == (False, Decimal("91.6"), Decimal("91.404011"), Decimal("0.195989"))


def test_ratio_allows_for_rounding(rate_of_patients):
    rate, managed, registered = rate_of_patients

    released((rate, "99.8", {"as_printed": "99.8%"}), (managed, 13073), (registered, 13099))

    assert CheckResult.objects.get().passed


def test_ratio_of_zero_is_no_check(rate_of_patients):
    rate, managed, registered = rate_of_patients

    released((rate, "91.6"), (managed, 0), (registered, 0))

    assert not CheckResult.objects.exists()


@pytest.mark.parametrize(
    ("parts", "complete", "passed"),
    [
        ((292, 384), True, True),
        ((292, 380), True, False),
        ((100, 200), False, True),
        ((400, 300), False, False),
    ],
)
def test_sum_compares_the_parts_with_the_whole(parts, complete, passed):
    whole, one, other = make_indicator(), make_indicator(), make_indicator()
    make_check(
        "sum", complete=complete, result=make_series(whole), part=[make_series(one), make_series(other)]
    )

    released((whole, 676), (one, parts[0]), (other, parts[1]))

    assert CheckResult.objects.get().passed is passed


def test_agree_compares_equal_periods():
    june, december = make_indicator(basis="period"), make_indicator(basis="period")
    make_check("agree", left=make_series(december), right=make_series(june))

    released((june, 9999, {"period_end": "2022-05-31"}), (june, 10308), slug="june", at="2022-06-01")
    released((december, 10309))

    assert outcome() == (False, Decimal(10309), Decimal(10308), Decimal(1))


@pytest.mark.parametrize(
    ("fields", "of_figure"),
    [
        ({}, {"period_end": "2022-05-31"}),
        ({}, {"not_comparable": "definition", "note_zh": "另一口径", "note_en": "Counted otherwise"}),
    ],
)
def test_agree_says_nothing_of_figures_that_are_not_comparable(fields, of_figure):
    one, other = make_indicator(), make_indicator(**fields)
    make_check("agree", left=make_series(one), right=make_series(other))

    released((one, 375), (other, 375, of_figure))

    assert not CheckResult.objects.exists()


def test_sum_and_running_total_leave_out_what_is_not_comparable():
    different = {"not_comparable": "definition", "note_zh": "另一口径", "note_en": "Counted otherwise"}
    whole, part, visits = make_indicator(), make_indicator(), make_indicator()
    make_check("sum", result=make_series(whole), part=[make_series(part)])

    released((visits, 140000, {"period_end": "2022-05-31"}), slug="june", at="2022-06-01")
    released((whole, 9), (part, 10, different), (visits, 135000, different))

    assert not CheckResult.objects.exists()


def test_year_to_date_never_falls():
    visits = make_indicator()

    released((visits, 140000, {"period_end": "2022-05-31"}), slug="june", at="2022-06-01")
    released((visits, 135000))

    assert outcome() == (False, Decimal(135000), Decimal(140000), Decimal(-5000))


def test_year_to_date_starts_anew_each_year():
    visits = make_indicator()

    released((visits, 140000), slug="december")
    released(
        (visits, 5, {"period_start": "2023-01-01", "period_end": "2023-01-31"}),
        slug="january",
        at="2023-02-01",
    )

    assert not CheckResult.objects.exists()


def test_same_figure_in_two_releases_is_compared():
    cases = make_indicator()

    released((cases, 215), slug="first", at="2022-06-01")
    released((cases, 216), slug="second")

    assert outcome() == (False, Decimal(216), Decimal(215), Decimal(1))


def test_targets_are_not_checked_against_results():
    estates = make_indicator()

    released((estates, 14, {"kind": "target", "period_end": "2022-12-31"}), slug="june", at="2022-06-01")
    released((estates, 13))

    assert not CheckResult.objects.exists()


def test_result_is_public_with_its_figures_only():
    june, december = make_indicator(), make_indicator()
    make_check("agree", left=make_series(december), right=make_series(june))
    released((june, 1), slug="june", at="2022-06-01")

    released((december, 2))

    assert not CheckResult.objects.known_at(moment("2022-12-22")).exists()
    assert CheckResult.objects.known_at(moment("2022-12-24")).count() == 1


def test_release_entered_afterwards_is_checked_against_the_later_one():
    visits = make_indicator()

    released((visits, 135000))
    released((visits, 140000, {"period_end": "2022-05-31"}), slug="june", at="2022-06-01")

    assert CheckResult.objects.get().passed is False
    assert not CheckResult.objects.known_at(moment("2022-07-01")).exists()
    assert CheckResult.objects.known_at(moment("2022-12-24")).exists()


def test_correction_brings_a_new_result_that_supersedes_the_failed_one(rate_of_patients):
    rate, managed, registered = rate_of_patients
    released((rate, "91.6", {"as_printed": "91.6%"}), (managed, 638), (registered, 698))

    released((rate, "91.4", {"as_printed": "91.4%"}), slug="correction", at="2023-01-05")

    passed = (
        CheckResult.objects.known_at(moment("2023-01-06"))
        .filter(kind="ratio")
        .values_list("passed", flat=True)
    )
    assert list(passed) == [True]
    assert CheckResult.objects.known_at(moment("2022-12-24")).get().passed is False


@pytest.mark.parametrize(
    ("value", "qualifier", "printed", "low", "high"),
    [
        ("91.6", "", "91.6%", "91.55", "91.65"),
        ("6760000", "", "676万元", "6755000", "6765000"),
        ("310000000", "over", "超3.1亿元", "310000000", "Infinity"),
        ("638", "", "638人次", "638", "638"),
        ("100", "nearly", "近100%", "0", "100"),
        ("1000", "about", "约1000人", "900", "1100"),
        ("95", "", "95%", "94.5", "95.5"),
        ("12340000", "", "1,234万元", "12335000", "12345000"),
        ("12340000", "", "１，２３４万元", "12335000", "12345000"),
        ("12340000", "", "1 234万元", "12335000", "12345000"),
        ("12000000", "", "12百万元", "11500000", "12500000"),
        ("12000000", "", "1.2千万元", "11500000", "12500000"),
        ("30", "", "三成%", "25", "35"),
        ("-12", "", "下降12%", "-12.5", "-11.5"),
        ("-12", "over", "下降超12%", "-Infinity", "-12"),
        ("-12", "nearly", "下降近12%", "-12", "0"),
        ("-1000", "about", "减少约1000元", "-1100", "-900"),
        ("-1200000", "", "减少120万元", "-1205000", "-1195000"),
    ],
)
def test_interval_is_what_the_printed_figure_may_stand_for(value, qualifier, printed, low, high):
    percent = "%" in printed
    unit = "percent" if percent else "yuan" if "元" in printed else "person"
    indicator = make_indicator(unit=unit, decimals=1)
    Unit.objects.update(below_zero=True)

    figure = make_figure(make_release(), indicator, value, qualifier=qualifier, as_printed=printed)

    interval = Interval.of(figure)
    assert (interval.low, interval.high) == (Decimal(low), Decimal(high))


def test_negative_change_over_a_rounded_base_may_be_the_printed_fall():
    change, base = (
        Interval(Decimal(-1205000), Decimal(-1195000)),
        Interval(Decimal(9695000), Decimal(9705000)),
    )

    growth = change.divided_by(base, 100)

    assert growth.low < Decimal("-12.37") < growth.high < 0
    assert growth.meets(Interval(Decimal("-12.5"), Decimal("-11.5")))


def test_total_since_the_start_never_falls():
    estates = make_indicator(basis="since_start")

    released((estates, 47, {"period_start": None}), slug="december", at="2022-12-23")
    released((estates, 45, {"period_start": None, "period_end": "2023-03-31"}), slug="march", at="2023-04-01")

    assert outcome() == (False, Decimal(45), Decimal(47), Decimal(-2))


def test_no_more_of_a_long_history_is_read_than_is_compared():
    estates = make_indicator(basis="since_start")
    history = make_release("history")
    for year in range(2011, 2021):
        make_figure(history, estates, year, period_start=None, period_end=f"{year}-12-31")
    publish(history, at="2021-01-01")
    between = make_figure(make_release(), estates, 2015, period_start=None, period_end="2015-06-30")
    between.refresh_from_db()

    known = Observation.objects.known_at(timezone.now())
    read = known.filter(compared_with([between], [], known))

    assert sorted(figure.period_end.year for figure in read) == [2014, 2015]


def test_figure_entered_between_two_totals_is_compared_with_both():
    estates = make_indicator(basis="since_start")
    for year in (2019, 2021):
        end = {"period_start": None, "period_end": f"{year}-12-31"}
        released((estates, year, end), slug=f"in-{year}", at=f"{year + 1}-01-01")

    released(
        (estates, 2018, {"period_start": None, "period_end": "2020-12-31"}), slug="late", at="2022-02-01"
    )

    compared = CheckResult.objects.filter(release__slug="late").order_by("period_end")
    assert [(one.passed, one.stated, one.computed) for one in compared] == [
        (False, Decimal(2018), Decimal(2019)),
        (True, Decimal(2021), Decimal(2018)),
    ]


def test_rounding_of_an_unprinted_figure_is_its_decimals():
    figure = make_figure(make_release(), make_indicator(decimals=2), "0.5", as_printed="")

    assert rounding(figure) == Decimal("0.01")
