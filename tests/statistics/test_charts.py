"""Charts on the page of an indicator, and for pages that show many indicators."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import charts_of
from portal.statistics.models import Indicator
from tests.pages import faults_of
from tests.statistics.test_page_indicators import corrected
from tests.world import (
    kept,
    make_area,
    make_check,
    make_figure,
    make_indicator,
    make_release,
    moment,
    publish,
)

MAY, YEAR_END = dt.date(2022, 5, 31), dt.date(2022, 12, 31)
CODES = ("estates", "visits", "cases", "rate", "cost", "lonely")


@pytest.fixture(scope="module")
def charted(django_db_setup, django_db_blocker):
    """Indicators for every kind of chart, in a release of June and one of December; one more is under embargo."""
    with kept(django_db_blocker):
        june, december = make_release("plan"), make_release("result")
        estates, visits = make_indicator("estates", headline=True), make_indicator("visits")
        make_figure(june, estates, 14, kind="target", period_end=YEAR_END)
        make_figure(june, visits, 140000, period_end=MAY, status="provisional")
        publish(june, at="2022-06-01")
        make_figure(december, estates, 13)
        make_figure(december, visits, 295000)
        cases = make_indicator("cases", dimensions={"crime": ["theft", "fraud"]})
        for crime, value in (("theft", 117), ("fraud", 46)):
            make_figure(december, cases, value, dimensions={"crime": crime})
        make_rate(december)
        make_cost(december)
        make_figure(december, make_indicator("lonely"), 7)
        publish(december, at="2022-12-24")
        hidden = make_release("hidden")
        make_figure(hidden, visits, 300000, period_end=YEAR_END)
        publish(hidden, at=timezone.now() + dt.timedelta(days=1))
        yield


def make_rate(release) -> None:
    counts = [make_indicator(code, basis="point") for code in ("managed", "registered")]
    rate = make_indicator("rate", basis="point", unit="percent", decimals=1)
    managed, registered = (
        make_figure(release, one, value).series for one, value in zip(counts, (638, 698), strict=True)
    )
    stated = make_figure(release, rate, "91.6").series
    make_check("ratio", scale=100, result=stated, numerator=managed, denominator=registered)


def make_cost(release) -> None:
    cost = make_indicator("cost")
    funding = make_indicator("funding", dimensions={"source": ["fiscal", "social"]})
    parts = [
        make_figure(release, funding, value, dimensions={"source": source}).series
        for source, value in (("fiscal", 2920000), ("social", 3840000))
    ]
    make_check("sum", result=make_figure(release, cost, 6760000).series, part=parts)


def page_of(client, code: str, **parameters: str) -> str:
    return client.get(f"/indicators/{code}/", parameters).content.decode()


def kinds(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('<figure class="chart chart-')[1:]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("estates", ["bullet"]),
        ("visits", ["time"]),
        ("cases", ["bars"]),
        ("rate", ["shares"]),
        ("managed", ["shares"]),
        ("cost", ["shares"]),
        ("funding", ["shares"]),
        ("lonely", []),
    ],
)
def test_indicator_page_draws_the_chart_that_fits(client, charted, code, expected):
    assert kinds(page_of(client, code)) == expected


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", CODES)
def test_indicator_page_with_charts_is_sound_and_without_inline_style(client, charted, code, language):
    assert faults_of(page_of(client, code, lang=language)) == []


def test_chart_has_a_name_a_sentence_and_its_table(client, charted):
    text = page_of(client, "estates", lang="en")

    assert text.count('role="img"') == text.count("<title id=") == text.count("<desc id=") == 2
    assert (
        "Indicator estates: 2022, target: 14 persons; 1 January to 23 December 2022: 13 persons; 92.9% of the target."
    ) in text
    table = text.partition('<details class="chart-data">')[2].partition("</details>")[0]
    assert [value in table for value in ("14 persons", "13 persons", "target", "actual")] == [True] * 4


def test_chart_labels_count_in_ten_thousands_in_chinese_and_exactly_in_english(client, charted):
    chinese, english = page_of(client, "visits"), page_of(client, "visits", lang="en")

    assert [f">{label}<" in chinese for label in ("29.5万人", "14万人", "30万", "20万")] == [True] * 4
    assert [f">{label}<" in english for label in ("295,000 persons", "300,000")] == [True] * 2
    assert "随访" not in english


def test_chart_shows_only_what_was_known_then(client, charted):
    assert kinds(page_of(client, "visits", as_of="2022-06-30")) == []
    assert kinds(page_of(client, "estates", as_of="2022-06-30")) == []


def test_chart_does_not_betray_what_is_under_embargo(client, charted):
    text = page_of(client, "visits")

    assert "300,000人" not in text
    assert "30万人" not in text


def test_chart_rings_a_revised_figure_only_once_the_revision_is_public(client, db):
    release, indicator = make_release("first"), make_indicator("estates")
    make_figure(release, indicator, 14, kind="target", period_end=YEAR_END)
    make_figure(release, indicator, 4, period_end=MAY)
    figure = make_figure(release, indicator, 12)
    publish(release, at="2022-06-01")
    corrected(release, figure, 13, at="2022-07-01")

    now, then = page_of(client, "estates"), page_of(client, "estates", as_of="2022-06-30")

    assert ("chart-ring" in now, "chart-ring" in then) == (True, False)
    assert (">13人<" in now, ">12人<" in then, ">13人<" in then) == (True, True, False)


def test_chart_leaves_out_the_parts_of_a_sum_that_does_not_hold(client, db):
    release, whole = make_release(), make_indicator("whole")
    kinds_of = make_indicator("kinds", dimensions={"crime": ["theft", "fraud"]})
    parts = [
        make_figure(release, kinds_of, value, dimensions={"crime": crime}).series
        for crime, value in (("theft", 117), ("fraud", 46))
    ]
    make_check("sum", result=make_figure(release, whole, 150).series, part=parts)
    publish(release)

    assert kinds(page_of(client, "kinds")) == ["bars"]
    assert kinds(page_of(client, "whole")) == []


def test_chart_compares_areas_of_one_kind_without_the_district(client, db):
    release, indicator = make_release(), make_indicator("estates")
    make_figure(release, indicator, 30)
    for number in (10, 20):
        make_figure(release, indicator, number, area=make_area(f"street{number}", "subdistrict"))
    publish(release)

    (chart,) = client.get("/indicators/estates/").context["charts"]

    assert [row.name for row in chart.rows] == ["street10区", "street20区"]


def test_care_mode_draws_charts_large(client, charted):
    text = page_of(client, "estates", care="on")

    assert ("chart-large" in text, "chart-narrow" in text, "chart-wide" in text) == (True, False, False)


def first_charts(at: str, *codes: str) -> dict[str, Chart | None]:
    """By code the chart that says most of each indicator."""
    indicators = list(Indicator.objects.filter(code__in=codes).for_list())
    charts = charts_of(indicators, moment(at))
    return {one.code: next(iter(charts[one.pk]), None) for one in indicators}


def drawn(charts: Iterable[Chart | None]) -> str:
    template = Template(
        "{% load portal_figures %}{% for chart in all %}{% chart_card_for chart %}{% endfor %}"
    )
    return template.render(Context({"all": charts}))


def test_charts_of_many_indicators_take_the_same_queries(charted):
    def queries(*codes: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            drawn(first_charts("2023-01-01", *codes).values())
        return len(captured)

    queries(*CODES)  # the codelists are read once
    assert queries("estates", "cost") == queries(*CODES, "cases", "funding") <= 15


def test_chart_cards_are_small_drawings_with_names_and_none_for_bars(charted):
    charts = first_charts("2023-01-01", *CODES)

    assert {code: chart and chart.kind for code, chart in charts.items()} == {
        "cases": "bars",
        "cost": "shares",
        "estates": "bullet",
        "lonely": None,
        "rate": "shares",
        "visits": "time",
    }
    assert drawn(charts.values()).count('role="img"') == 4


def test_charts_show_only_what_was_known_then(charted):
    assert set(first_charts("2022-07-01", *CODES).values()) == {None}


def test_sector_page_shows_each_chart_once_and_home_small_ones(client, charted):
    sector = client.get("/projects/")
    home = client.get("/").content.decode()

    keys = [chart.key for chart in sector.context["charts"]]
    assert len(keys) == len(set(keys)) == 4
    assert faults_of(sector.content.decode()) == []
    assert faults_of(home) == []
    assert "chart-card" in home
