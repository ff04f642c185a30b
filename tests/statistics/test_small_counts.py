"""Small counts that readers could work out block a release, and the checklist says what to suppress as well."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.publishing import checklist
from portal.publishing.actions import releases
from portal.records.errors import Invalid
from portal.statistics.models import Observation
from portal.statistics.small_counts import given_away
from tests.world import (
    make_area,
    make_check,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HIDDEN = {"status": "suppressed", "as_printed": "*"}
SMALLEST = 10


@pytest.fixture
def helped():
    """A whole and its three parts, declared complete."""
    whole = make_indicator("helped", smallest_count=SMALLEST)
    kinds = make_indicator("helped-by-kind", dimensions={"kind": ["a", "b", "c"]}, smallest_count=SMALLEST)
    parts = {code: make_series(kinds, kind=code) for code in "abc"}
    make_check("sum", complete=True, result=make_series(whole), part=list(parts.values()))
    return make_series(whole), parts


def figure(release, series, value, **fields) -> Observation:
    hidden = HIDDEN if value is None else {}
    return make_figure(release, series.indicator, value, series=series, **(hidden | fields))


def told(release) -> list[str]:
    return [str(one) for one in given_away(release)]


def test_one_suppressed_part_is_told_with_its_sum_and_what_to_suppress(helped):
    whole, parts = helped
    release = make_release()
    figure(release, whole, 60)
    for code, value in {"a": 35, "b": None, "c": 22}.items():
        figure(release, parts[code], value)

    (text,) = told(release)
    assert text == (
        "Indicator helped-by-kind · District · b · 1 January to 23 December 2022 can be worked out "
        "(60 − 35 − 22 = 3), although counts below 10 must not. "
        "Suppress as well: Indicator helped-by-kind · District · c · 1 January to 23 December 2022."
    )


def test_figures_that_give_a_count_away_are_refused_until_another_is_suppressed(helped, editor):
    whole, parts = helped
    release = make_release(by=editor)
    figure(release, whole, 60)
    for code, value in {"a": 35, "b": None, "c": 22}.items():
        figure(release, parts[code], value)

    with pytest.raises(Invalid, match="60 − 35 − 22 = 3"):
        releases.submit(release=release, by=editor)
    release.observations.filter(series=parts["c"]).update(value=None, **HIDDEN)

    assert told(release) == []
    publish(release)


def test_count_that_nobody_reports_follows_as_well(helped):
    whole, parts = helped
    release = make_release()
    figure(release, whole, 60)
    figure(release, parts["a"], 35)
    figure(release, parts["c"], 22)

    assert [one.how for one in given_away(release)] == ["60 − 35 − 22 = 3"]


def test_zero_is_published_and_gives_nothing_away(helped):
    whole, parts = helped
    release = make_release()
    for series, value in [(whole, 60), (parts["a"], 38), (parts["b"], 0), (parts["c"], 22)]:
        figure(release, series, value)

    assert told(release) == []


def test_parts_that_may_be_incomplete_only_limit_a_count(helped):
    whole, parts = helped
    type(whole.check_terms.get().check_rule).objects.update(complete=False)
    release = make_release()
    for series, value in [(whole, 60), (parts["a"], 35), (parts["b"], None), (parts["c"], 20)]:
        figure(release, series, value)

    assert [one.how for one in given_away(release)] == ["≤ 60 − 35 − 20 = 5"]


def test_total_published_later_gives_earlier_parts_away(helped):
    whole, parts = helped
    first = make_release()
    for code, value in {"a": 35, "b": None, "c": 22}.items():
        figure(first, parts[code], value)
    assert told(first) == []
    publish(first)
    later = make_release()
    figure(later, whole, 60)

    assert [(one.how, one.also) for one in given_away(later)] == [
        ("60 − 35 − 22 = 3", ["Indicator helped · District · 1 January to 23 December 2022"])
    ]


def test_figures_under_embargo_count_as_public(helped):
    whole, parts = helped
    first = make_release()
    figure(first, whole, 60)
    publish(first, at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    later = make_release()
    for code, value in {"a": 35, "b": None, "c": 22}.items():
        figure(later, parts[code], value)

    assert [one.how for one in given_away(later)] == ["from figures that are not public yet"]


def test_what_is_public_already_does_not_hold_up_a_release(helped):
    whole, parts = helped
    first = make_release()
    figure(first, whole, 60)
    figure(first, parts["a"], 35)
    figure(first, parts["c"], 22)
    indicators = [whole.indicator, parts["a"].indicator]
    for indicator in indicators:
        type(indicator).objects.filter(pk=indicator.pk).update(smallest_count=None)
    publish(first)
    for indicator in indicators:
        type(indicator).objects.filter(pk=indicator.pk).update(smallest_count=SMALLEST)
    later = make_release()
    figure(later, parts["b"], None)

    assert told(later) == []


def test_month_follows_from_two_running_totals():
    counted = make_indicator("counted", smallest_count=SMALLEST)
    earlier = make_release()
    make_figure(earlier, counted, 12, period_end=dt.date(2022, 10, 31))
    publish(earlier)
    later = make_release()
    make_figure(later, counted, 13, period_end=dt.date(2022, 11, 30))

    (found,) = given_away(later)

    assert (found.count, found.how) == (
        "Indicator counted · District · increase over November 2022",
        "13 − 12 = 1",
    )
    assert found.also == ["Indicator counted · District · January–November 2022"]


@pytest.mark.parametrize(("november", "december", "how"), [(None, 17, "≤ 17 − 12 = 5"), (None, 40, None)])
def test_suppressed_running_total_lies_between_its_neighbours(november, december, how):
    counted = make_indicator("counted", smallest_count=SMALLEST)
    series = make_series(counted)
    earlier = make_release()
    figure(earlier, series, 12, period_end=dt.date(2022, 10, 31))
    figure(earlier, series, november, period_end=dt.date(2022, 11, 30))
    publish(earlier)
    later = make_release()
    figure(later, series, december, period_end=dt.date(2022, 12, 31))

    assert {one.how for one in given_away(later)} == ({how} if how else set())


def test_years_to_date_of_different_years_are_not_subtracted():
    counted = make_indicator("counted", smallest_count=SMALLEST)
    earlier = make_release()
    make_figure(earlier, counted, 12, period_start=dt.date(2021, 1, 1), period_end=dt.date(2021, 12, 31))
    publish(earlier)
    later = make_release()
    make_figure(later, counted, 13)

    assert told(later) == []


def test_count_follows_from_rate_and_base():
    rate = make_indicator("rate", unit="percent", decimals=1)
    ill, people = make_indicator("ill", smallest_count=SMALLEST), make_indicator("people")
    make_check(
        "ratio",
        scale=100,
        result=make_series(rate),
        numerator=make_series(ill),
        denominator=make_series(people),
    )
    release = make_release()
    make_figure(release, rate, "4.0", as_printed="4.0%")
    make_figure(release, people, 100)

    (found,) = given_away(release)

    assert found.how == "≥ 3.95% × 100 = 3.95, ≤ 4.05% × 100 = 4.05"
    assert found.count == "Indicator ill · District · 1 January to 23 December 2022"


def test_part_is_limited_by_its_denominator():
    whole = make_indicator("registered")
    part = make_indicator("managed", smallest_count=SMALLEST, denominator=whole)
    release = make_release()
    make_figure(release, whole, 4)
    figure(release, make_series(part), None)

    (found,) = given_away(release)

    assert (found.how, found.also) == (
        "≤ 4",
        ["Indicator registered · District · 1 January to 23 December 2022"],
    )


def test_village_is_limited_by_its_town():
    counted = make_indicator("counted", smallest_count=SMALLEST)
    town = make_area("town", "town")
    villages = [make_area(f"village-{n}", "village", town) for n in (1, 2)]
    release = make_release()
    figure(release, make_series(counted, town), 40)
    figure(release, make_series(counted, villages[0]), 36)
    figure(release, make_series(counted, villages[1]), None)

    (found,) = given_away(release)

    assert (found.how, found.also) == (
        "≤ 40 − 36 = 4",
        ["Indicator counted · Village-1 · 1 January to 23 December 2022"],
    )


def test_town_is_limited_by_the_district_through_no_town_between():
    counted = make_indicator("counted", smallest_count=SMALLEST)
    village = make_area("village", "village", make_area("town", "town"))
    release = make_release()
    figure(release, make_series(counted), 0)
    figure(release, make_series(counted, village), None)

    assert told(release) == []  # nobody is told: there is none
    release.observations.filter(series__area__kind="district").update(value=11)
    assert told(release) == []


def test_figures_that_count_other_things_are_not_combined(helped):
    whole, parts = helped
    release = make_release()
    figure(release, whole, 60, not_comparable="coverage", note_zh="全市", note_en="City")
    for code, value in {"a": 35, "b": None, "c": 22}.items():
        figure(release, parts[code], value)

    assert told(release) == []


def test_indicators_without_a_smallest_count_are_left_alone():
    whole, parts = make_indicator(), [make_indicator(), make_indicator()]
    make_check("sum", result=make_series(whole), part=[make_series(one) for one in parts])
    release = make_release()
    make_figure(release, whole, 60)
    make_figure(release, parts[0], 57)
    figure(release, make_series(parts[1]), None)

    with CaptureQueriesContext(connection) as queries:
        assert told(release) == []

    assert len(queries) <= 8


def test_checklist_names_some_and_counts_the_rest():
    release = make_release()
    for number in range(8):
        whole, part, other = (make_indicator(f"n{number}-{name}", smallest_count=SMALLEST) for name in "wpo")
        make_check("sum", result=make_series(whole), part=[make_series(part), make_series(other)])
        make_figure(release, whole, 60)
        make_figure(release, part, 57)
        figure(release, make_series(other), None)

    texts = [entry.text for entry in checklist.entries(release) if entry.is_error]

    assert len([text for text in texts if "60 − 57 = 3" in text]) == checklist.NAMED
    assert "3 more small counts can be worked out." in texts


def test_query_count_does_not_grow_with_the_figures():
    counted = make_indicator("counted", smallest_count=SMALLEST)
    release = make_release()
    numbers = []
    for number in range(3):
        area = make_area(f"estate-{number}", "estate")
        figure(release, make_series(counted, area), 40)
        with CaptureQueriesContext(connection) as queries:
            given_away(release)
        numbers.append(len(queries))

    assert len(set(numbers[1:])) == 1
