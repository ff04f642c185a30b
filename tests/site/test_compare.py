"""`/indicators/<code>/compare/`: figures side by side, each against a base."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.pages import faults_of, queries_of
from tests.world import kept, make_area, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
YEARS = {year: (dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (2020, 2021, 2022)}


def of_year(year: int) -> dict[str, dt.date]:
    return dict(zip(("period_start", "period_end"), YEARS[year], strict=True))


@pytest.fixture(scope="module")
def compared(django_db_setup, django_db_blocker):
    """Visits of three years, the first counted otherwise; cases by street and by type; one figure alone."""
    with kept(django_db_blocker):
        early, late, hidden = make_release("early"), make_release("late"), make_release("hidden")
        visits = make_indicator("visits")
        notes = {"note_zh": "只计门诊", "note_en": "Outpatients only"}
        make_figure(early, visits, 90, not_comparable="definition", **notes, **of_year(2020))
        make_figure(early, visits, 100, **of_year(2021))
        make_figure(early, make_indicator("lonely"), 7)
        publish(early, at="2022-01-15")
        make_figure(late, visits, 130, **of_year(2022))
        by_street, by_type = (
            make_indicator("by-street"),
            make_indicator("by-type", dimensions={"crime": ["theft", "fraud"]}),
        )
        for value in (30, 20):
            make_figure(late, by_street, value, area=make_area(f"street{value}", "subdistrict"))
        make_figure(late, by_street, 50)
        for crime, value in (("theft", 5), ("fraud", 8)):
            make_figure(late, by_type, value, dimensions={"crime": crime})
        publish(late, at="2023-01-15")
        make_figure(hidden, visits, 999, period_start=dt.date(2023, 1, 1), period_end=dt.date(2023, 12, 31))
        publish(hidden, at=timezone.now() + dt.timedelta(days=1))
        yield


def rows(client, code: str, **parameters: str) -> list[list[tuple]]:
    page = client.get(f"/indicators/{code}/compare/", {"lang": "en", **parameters})
    assert faults_of(page.content.decode()) == []
    return [
        [(name, row.figure.value, row.difference, str(row.obstacle or "")) for name, row in one.named]
        for one in page.context["comparisons"]
    ]


def test_years_stand_side_by_side_and_what_counts_differently_without_a_difference(client, compared):
    assert rows(client, "visits") == [
        [("2022年", 130, None, ""), ("2021年", 100, -30, ""), ("2020年", 90, None, "definition")]
    ]
    text = client.get("/indicators/visits/compare/?lang=en").content.decode()
    assert "30 persons less" in text
    assert "not comparable: different definition" in text


def test_base_can_be_chosen(client, compared):
    page = client.get("/indicators/visits/compare/")
    (comparison,) = page.context["comparisons"]
    pk = comparison.rows[1].figure.pk

    assert rows(client, "visits", base=str(pk))[0][:2] == [("2022年", 130, 30, ""), ("2021年", 100, None, "")]


def test_areas_are_compared_without_the_district_and_types_with_each_other(client, compared):
    assert rows(client, "by-street") == [[("street30区", 30, None, ""), ("street20区", 20, -10, "")]]
    assert [row[1:3] for row in rows(client, "by-type")[0]] == [(8, None), (5, -3)]


def test_comparison_follows_moment_and_embargo(client, compared):
    text = client.get("/indicators/visits/compare/").content.decode()

    assert "999" not in text
    assert rows(client, "visits", as_of="2022-06-30") == [
        [("2021年", 100, None, ""), ("2020年", 90, None, "definition")]
    ]
    assert client.get("/indicators/by-type/compare/?as_of=2022-06-30").status_code == 404


def test_indicator_leads_to_it_only_where_two_figures_are_comparable(client, compared):
    def leads(code: str, **parameters: str) -> bool:
        return (
            f"/indicators/{code}/compare/" in client.get(f"/indicators/{code}/", parameters).content.decode()
        )

    assert [leads(code) for code in ("visits", "by-street", "by-type", "lonely")] == [True, True, True, False]
    assert not leads("visits", as_of="2022-06-30")


def test_nothing_to_compare_is_said(client, compared):
    assert "目前还没有两个可以比较的数据" in client.get("/indicators/lonely/compare/").content.decode()


@pytest.mark.parametrize("query", ["base=1000000", "base=x", "bogus=1"])
def test_bad_parameters_are_refused(client, compared, query):
    assert client.get(f"/indicators/visits/compare/?{query}").status_code == 400


def test_queries_are_as_many_for_three_figures_as_for_four(client, compared):
    assert queries_of(client, "/indicators/by-street/compare/") == queries_of(
        client, "/indicators/visits/compare/"
    )
