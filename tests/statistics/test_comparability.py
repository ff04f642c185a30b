"""Figures that are not comparable stand side by side: no difference, no percentage, no common axis, and the reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from portal.statistics.charts.figures import breakdown_rows, chart_of
from portal.statistics.comparability import ALONG, EARLIER, PART, RATE, TARGET, TOGETHER, incomparable
from portal.statistics.figures import Change, Comparison, last_change
from portal.statistics.models import Observation
from tests.statistics.test_comparison import figure
from tests.statistics.test_page_indicators import text_of
from tests.world import make_check, make_figure, make_indicator, make_release, publish

YEAR_END = dt.date(2022, 12, 31)
#: A figure that says itself that it counts something else.
OTHERWISE = {"not_comparable": "definition", "note_zh": "另一口径", "note_en": "Counted otherwise"}


def of_unit(one: Observation, code: str) -> Observation:
    one.series.indicator.unit_id = code
    return one


def of_basis(one: Observation, basis: str) -> Observation:
    one.series.indicator.basis = basis
    return one


def with_break(one: Observation, day: dt.date) -> Observation:
    one.series.indicator.comparable_from = day
    return one


@pytest.mark.parametrize("relation", [EARLIER, ALONG, TARGET, TOGETHER, PART])
def test_figures_of_different_units_are_never_comparable(relation):
    persons, visits = of_unit(figure("375", 2022), "person"), of_unit(figure("375", 2022), "person-time")

    assert incomparable(persons, visits, relation) == "unit"
    assert incomparable(persons, visits, RATE) is None


@pytest.mark.parametrize("relation", [EARLIER, ALONG, TARGET, TOGETHER, PART, RATE])
@pytest.mark.parametrize("declared", ["definition", "coverage"])
def test_figure_that_differs_is_compared_with_no_other(relation, declared):
    differs = figure("13", 2022, not_comparable=declared)

    assert incomparable(differs, figure("13", 2022), relation) == declared
    assert incomparable(figure("13", 2022), differs, relation) == declared
    assert incomparable(differs, figure("13", 2022, not_comparable=declared), relation) == declared


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2021-01-01", None), ("2022-01-01", "definition"), ("2022-07-01", "definition"), ("2023-01-01", None)],
)
def test_figures_on_both_sides_of_a_break_are_not_comparable(day, expected):
    later, earlier = (with_break(figure("1", year), dt.date.fromisoformat(day)) for year in (2022, 2021))

    assert incomparable(later, earlier, EARLIER) == expected


def test_a_year_with_a_break_in_it_is_comparable_with_the_target_of_that_year():
    day = dt.date(2022, 7, 1)
    result, target = with_break(figure("1", 2022), day), with_break(figure("2", 2022, "12-31"), day)

    assert incomparable(result, target, TARGET) is None


@pytest.mark.parametrize(
    ("relation", "others", "expected"),
    [
        (EARLIER, (2021, "12-23"), None),
        (EARLIER, (2021, "12-31"), "period"),
        (TOGETHER, (2022, "12-23"), None),
        (TOGETHER, (2022, "05-31"), "period"),
        (TARGET, (2022, "12-31"), None),
        (TARGET, (2022, "05-31"), "period"),
        (TARGET, (2023, "12-31"), "period"),
        (ALONG, (2019, "03-31"), None),
    ],
)
def test_periods_must_fit_the_relation(relation, others, expected):
    assert incomparable(figure("1", 2022), figure("1", *others), relation) == expected


def test_result_of_a_quarter_is_not_measured_by_the_target_of_the_year():
    quarter = of_basis(figure("13", 2022, period_start=dt.date(2022, 10, 1)), "period")
    target = of_basis(figure("14", 2022, "12-31", kind="target"), "period")

    assert incomparable(quarter, target, TARGET) == "period"
    assert Comparison(target, quarter).share is None


def test_the_same_fact_is_of_the_same_area_but_parts_are_of_others():
    whole, part = figure("13", 2022), figure("13", 2022)
    part.series.area.code = "elsewhere"

    assert (incomparable(whole, part, TOGETHER), incomparable(whole, part, PART)) == ("coverage", None)


def test_change_prefers_a_comparable_figure_and_has_no_difference_without_one():
    newest, broken, older = (
        figure("15", 2022),
        figure("12", 2021, not_comparable="definition"),
        figure("9", 2020),
    )

    preferred, alone = last_change(newest, [broken, older]), last_change(newest, [broken])

    assert (preferred.earlier, preferred.difference, preferred.obstacle) == (older, 6, None)
    assert (alone.difference, alone.share, alone.obstacle) == (None, None, "definition")


def test_revision_that_counts_otherwise_has_no_share():
    before, after = figure("12", 2022), figure("13", 2022, not_comparable="coverage")

    assert Change(after, before, TOGETHER).share is None
    assert Change(figure("13", 2022), before, TOGETHER).share == Decimal("8.3")


@pytest.mark.parametrize("rough", [{"qualifier": "about"}, {"qualifier": "over"}])
def test_rough_figures_have_no_exact_share_of_a_target(rough):
    target, result = figure("14", 2022, "12-31", kind="target"), figure("13", 2022, **rough)

    assert Comparison(target, result).share is None
    chart = chart_of([target, result])
    assert chart.kind == "bullet"
    assert "%" not in chart.sentence + "".join(chart.notes)


def test_target_and_a_result_that_counts_otherwise_share_no_axis():
    target, result = (
        figure("14", 2022, "12-31", kind="target"),
        figure("13", 2022, not_comparable="definition"),
    )

    assert chart_of([target, result]) is None


def test_timeline_names_below_what_it_does_not_draw():
    figures = [figure("5", 2020), figure("7", 2021, not_comparable="definition"), figure("6", 2022)]

    chart = chart_of(figures)

    assert [datum.value for datum in chart.draw.data] == [5, 6]
    assert chart.notes == ["2021年1月1日至12月23日为7个（口径不同，不可比）"]
    assert [row.note for row in chart.rows if row.value == "7个"] == ["口径不同，不可比"]


def test_timeline_begins_at_the_break():
    figures = [with_break(figure(str(year), year), dt.date(2019, 1, 1)) for year in range(2012, 2023)]

    chart = chart_of(figures)

    assert [datum.value for datum in chart.draw.data] == [2019, 2020, 2021, 2022]
    assert chart.notes == ["另有7个数据未画入图中（口径不同，不可比）"]


def test_breakdown_draws_no_row_that_counts_otherwise():
    rows = [figure(value, 2022) for value in ("3", "4", "5")]
    for row in rows:
        row.series.area.kind = "subdistrict"
    rows[1].not_comparable, rows[0].pk, rows[2].pk = "definition", 1, 3

    assert [row.value for row in breakdown_rows(rows)] == [3, 5]


def estates_of_two_kinds() -> None:
    release, indicator = make_release(), make_indicator("estates", headline=True)
    make_figure(release, indicator, 14, kind="target", period_end=YEAR_END)
    make_figure(release, indicator, 13, **OTHERWISE)
    publish(release)


@pytest.mark.parametrize(
    "address", ["/", "/projects/", "/indicators/", "/indicators/estates/", "/search/?q=estates"]
)
def test_no_page_gives_a_percentage_of_a_target_that_counts_something_else(client, db, address):
    estates_of_two_kinds()

    for language in ("zh-hans", "en"):
        text = client.get(address, {"lang": language} if "?" not in address else {}).content.decode()
        assert "92.9" not in text
        assert "chart-bullet" not in text


def test_indicator_shows_both_side_by_side_with_the_reason(client, db):
    estates_of_two_kinds()

    text = text_of(client, "/indicators/estates/")

    assert [value in text for value in ("13人", "14人", "口径不同，不可比")] == [True] * 3


def test_indicator_json_says_why_there_is_no_comparison(client, db):
    estates_of_two_kinds()

    answer = client.get("/api/v1/indicators/estates").json()
    target = Observation.objects.get(kind="target")

    assert answer["change"] is None
    assert answer["not_comparable"] == [{"observation": target.pk, "reason": "definition"}]
    assert answer["latest"]["not_comparable"] == "definition"


def test_parts_not_declared_complete_draw_no_share_and_no_rest(client, db):
    release = make_release()
    losses, one_case = make_indicator("losses"), make_indicator("one-case")
    figures = [make_figure(release, one, value) for one, value in ((losses, 3550000), (one_case, 1030000))]
    make_check("sum", complete=False, result=figures[0].series, part=figures[1].series)
    publish(release)

    text = client.get("/indicators/losses/").content.decode()

    assert [words in text for words in ("chart-shares", "29.0", "71.0", "252万", "其余")] == [False] * 5


@pytest.mark.parametrize(
    ("whole", "part", "check"),
    [
        ({"unit": "visit"}, {}, {"scale": 100}),
        ({}, {"qualifier": "over"}, {"scale": 100}),
        ({}, OTHERWISE, {"scale": 100}),
        ({}, {}, {"scale": 10000}),
    ],
)
def test_rate_draws_its_counts_only_if_one_is_a_part_of_the_other(client, db, whole, part, check):
    release = make_release()
    rate = make_indicator("rate", unit="percent", decimals=1)
    part_of, whole_of = make_indicator("part"), make_indicator("whole", **whole)
    numerator = make_figure(release, part_of, 638, **part).series
    denominator = make_figure(release, whole_of, 698).series
    stated = make_figure(release, rate, "91.4").series
    make_check("ratio", result=stated, numerator=numerator, denominator=denominator, **check)
    publish(release)

    assert "chart-shares" not in client.get("/indicators/whole/").content.decode()


def test_database_refuses_a_difference_that_no_note_explains(db):
    with pytest.raises(IntegrityError, match="observation_difference_explained"), transaction.atomic():
        make_figure(make_release(), make_indicator(), 13, not_comparable="definition")


def test_target_of_the_next_year_stands_after_the_result_on_one_axis_of_time():
    result, target = figure("6", 2022), figure("3", 2023, "12-31", kind="target")

    assert chart_of([result, target]).kind == "time"


def test_result_of_a_quarter_and_the_target_of_the_year_share_no_chart():
    quarter = of_basis(figure("13", 2022, period_start=dt.date(2022, 10, 1)), "period")
    target = of_basis(figure("14", 2022, "12-31", kind="target"), "period")

    assert chart_of([quarter, target]) is None


def test_standards_of_service_are_neither_drawn_nor_taken_for_results():
    figures = [
        figure(str(minutes), year, kind="standard") for minutes, year in ((1, 2020), (3, 2021), (5, 2022))
    ]

    assert chart_of(figures) is None
    assert breakdown_rows(figures) == []
    assert [one.is_result for one in figures] == [False, False, False]
    assert figures[0].kind_mark == "服务标准"


def test_declared_denominator_draws_its_part_once_whatever_else_is_checked(client, db):
    release, rate = make_release(), make_indicator("rate", unit="percent", decimals=1)
    whole = make_indicator("villages")
    figures = [
        make_figure(release, one, value)
        for one, value in ((whole, 42), (make_indicator("crime-free", denominator=whole), 24), (rate, "57.1"))
    ]
    denominator, numerator, stated = (figure.series for figure in figures)
    make_check("ratio", scale=100, result=stated, numerator=numerator, denominator=denominator)
    publish(release)

    for code in ("villages", "crime-free"):
        text = client.get(f"/indicators/{code}/").content.decode()
        assert text.count('class="chart chart-shares"') == 1
        assert "24人（57.1%）" in text
        assert "指标crime-free：42人中有24人（57.1%）" in text
