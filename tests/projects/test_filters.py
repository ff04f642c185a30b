"""The filters, orders and counts that the list of projects shares with its twins."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from portal.web.as_of import Moment
from portal.web.filters import BadParameter
from projects import facets
from projects.detail.progress import statuses_of
from projects.facets import Count, Rows, choice_counts, count_of, selection_of
from projects.filters import KEYSETS, ProjectFilter
from projects.models.state import UndertakingState
from tests.projects.world import (
    make_micro,
    make_milestone,
    make_programme,
    make_project,
    make_report,
)
from tests.world import kept, make_area, make_release, make_section, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """What the tests of this module choose from, built once and taken back after the last."""
    with kept(django_db_blocker):
        build_district()
        yield


def build_district() -> None:
    """June reports of four; December is silent about one of its department, and brings another."""
    street = make_area("north", "subdistrict")
    mill = make_area("mill", "village", street)
    works = make_programme("works", plan_year=2022)
    road = make_project(
        "road", programme=works, plan_year=2022, areas=[mill, street], aliases=["统一南路"], name_zh="凤林路"
    )
    park = make_project("park", category="parks", plan_year=2021, summary_en="A green place", name_zh="公园")
    school = make_project("school", department="schools", sector_id="education", name_zh="学校")
    light = make_micro("light", areas=[street], name_zh="路灯")
    june = make_release("june")
    make_report(june, works, "implementation")
    make_report(june, road, "implementation", percent=40)
    make_report(june, park, "preparation")
    make_milestone(june, park, due="2022-03-31")
    make_report(june, school, "implementation", percent=70)
    make_section(june, "2", department=school.department)
    publish(june, "2022-06-17")
    december = make_release("december")
    make_report(december, road, "completion", as_at="2022-11-30")
    make_report(december, light, "screened", as_at="2022-11-30")
    publish(december, "2022-12-23")
    hidden = make_release("hidden")
    make_report(hidden, make_project("hidden", name_zh="保密"), "preparation")


def filterset(query: str, as_of: str | None = None) -> ProjectFilter:
    moment = Moment.read(as_of)
    rows = UndertakingState.objects.known_at(moment.at).of_projects().select_related("undertaking")
    return ProjectFilter(QueryDict(query), rows, request=SimpleNamespace(moment=moment))


def codes(query: str, as_of: str | None = None) -> list[str]:
    return [state.undertaking.code for state in filterset(query, as_of).ordered]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["light", "park", "road", "school"]),
        ("area=north", ["light", "road"]),
        ("area=mill", ["road"]),
        ("area=district", ["light", "road"]),
        ("category=parks", ["park"]),
        ("stage=implementation", ["school"]),
        ("stage=completion", ["road"]),
        ("stage=declined", []),
        ("state=late", ["park"]),
        ("state=silent", ["park"]),
        ("state=not_heard", []),
        ("stage=not_reported", []),
        ("department=schools", ["school"]),
        ("year=2021", ["park"]),
        ("year=1999", []),
        ("sector=education", ["school"]),
        ("programme=works", ["road"]),
        ("kind=micro", ["light"]),
        ("kind=project", ["park", "road", "school"]),
        ("q=凤林", ["road"]),
        ("q=统一南路", ["road"]),
        ("q=GREEN+park", ["park"]),
        ("q=green+road", []),
        ("q=+", ["light", "park", "road", "school"]),
        ("q=保密", []),
        ("area=north&kind=project&stage=", ["road"]),
        ("sort=percent&area=&q=", ["road", "park", "light", "school"]),
    ],
)
def test_projects_are_filtered(district, query, expected):
    assert sorted(codes(query)) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["park", "road", "school"]),
        ("stage=implementation", ["road", "school"]),
        ("stage=completion", []),
        ("state=late", ["park"]),
        ("state=silent", []),
        ("kind=micro", []),
        ("q=路", ["road"]),
    ],
)
def test_projects_as_of_a_day_are_as_they_stood_then(district, query, expected):
    assert sorted(codes(query, "2022-07-01")) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["road", "park", "light", "school"]),
        ("name", ["road", "park", "light", "school"]),
        ("newest", ["road", "light", "park", "school"]),
        ("percent", ["school", "road", "park", "light"]),
        ("due", ["park", "road", "school", "light"]),
    ],
)
def test_projects_are_sorted(district, sort, expected):
    assert codes(f"sort={sort}") == expected


@pytest.mark.parametrize("sort", ["name", "newest", "percent", "due"])
def test_every_order_can_be_paged_there_and_back(district, sort):
    chosen, seen, cursor = filterset(f"sort={sort}"), [], None
    while cursor or not seen:
        page = chosen.keyset.slice(chosen.qs, cursor, 1)
        seen += [state.undertaking.code for state in page.rows]
        cursor = page.next
    back = chosen.keyset.slice(chosen.qs, page.previous, 10)

    assert seen == codes(f"sort={sort}")
    assert [state.undertaking.code for state in back.rows] == seen[:-1]


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("colour=red", "colour", None),
        ("stage=built+up", "stage", None),
        ("state=lost", "state", ["late", "silent", "not_heard", "mentioned"]),
        ("sort=colour", "sort", ["name", "newest", "percent", "due"]),
        ("kind=programme", "kind", ["project", "micro"]),
        ("year=22", "year", ["1990–2099"]),
        ("year=2022.5", "year", ["1990–2099"]),
        ("area=nowhere", "area", ["district", "mill", "north"]),
        ("category=nothing", "category", ["parks", "streets"]),
        ("programme=road", "programme", ["works"]),
        ("department=nobody", "department", ["construction", "schools"]),
        ("q=" + "x" * 101, "q", ["1–100"]),
        ("q=%00", "q", ["1–100"]),
        ("stage=completion&stage=built", "stage", []),
    ],
)
def test_what_is_not_understood_is_refused(district, query, parameter, allowed):
    with pytest.raises(BadParameter) as error:
        _rows = filterset(query).qs

    assert error.value.parameter == parameter
    assert allowed is None or error.value.allowed == allowed


def test_a_silent_project_says_since_when_and_a_late_one_that_it_is(district):
    states = {state.undertaking.code: state for state in filterset("").qs}

    assert {code: state.is_late for code, state in states.items() if state.is_late} == {"park": True}
    statuses = statuses_of(states.values(), filterset("").request.moment.at)
    silent = {one.undertaking.code: f"{one.silent_since}" for one in statuses if one.silent_since}
    assert silent == {"park": "2022-06-17"}


def counts(query: str, as_of: str | None = None) -> dict[str, dict[str, int]]:
    counted = choice_counts(selection_of(filterset(query, as_of)))
    return {name: {one.value: one.count.number for one in found} for name, found in counted.items()}


def test_each_choice_says_how_many_it_would_leave(district):
    assert counts("") == {
        "area": {"north": 2},
        "category": {"parks": 1, "streets": 3},
        "stage": {"preparation": 1, "implementation": 1, "completion": 1, "screened": 1},
        "state": {"late": 1, "silent": 1},
        "department": {"construction": 3, "schools": 1},
        "year": {"2021": 1, "2022": 1},
        "sector": {"projects": 3, "education": 1},
        "kind": {"project": 3, "micro": 1},
    }


def test_choices_of_a_filter_are_counted_with_the_others_and_without_itself(district):
    counted = counts("kind=project&stage=completion")

    assert counted["stage"] == {"preparation": 1, "implementation": 1, "completion": 1}
    assert counted["kind"] == {"project": 1}
    assert counted["category"] == {"streets": 1}


def test_a_choice_that_leaves_nothing_stays_while_it_is_chosen(district):
    assert counts("year=1999")["year"] == {"1999": 0, "2021": 1, "2022": 1}
    assert counts("area=mill&sector=education")["area"] == {}


def test_choices_as_of_a_day_are_counted_as_of_that_day(district):
    assert counts("", "2022-07-01")["stage"] == {"preparation": 1, "implementation": 2}


def test_what_a_choice_would_leave_is_what_it_leaves(district):
    for query in ("", "kind=project", "area=north", "state=silent"):
        for name, found in counts(query).items():
            for value, number in found.items():
                others = QueryDict(query, mutable=True)
                others[name] = value
                assert filterset(others.urlencode()).qs.count() == number, (query, name, value)


def test_rows_are_not_counted_far(district, monkeypatch):
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)

    counted = {query: count_of(selection_of(filterset(query)).bits) for query in ("", "stage=completion")}

    assert counted == {"": Count(2, more=True), "stage=completion": Count(1)}


@pytest.mark.parametrize("query", ["", "kind=project", "state=silent", "q=路", "area=north", "year=2021"])
def test_rows_of_the_page_are_those_of_the_interface_in_each_order(district, query):
    for sort in ("", *KEYSETS):
        chosen = filterset(f"{query}&sort={sort}")
        selection = selection_of(chosen)

        rows = Rows(selection.index, selection.bits, chosen.order, chosen.request.moment.at)

        expected = list(chosen.ordered)
        assert (rows[0:9], rows.count()) == (expected, len(expected))
        assert [row for chunk in rows.in_chunks(2) for row in chunk] == expected


def test_choices_take_few_queries_whatever_is_chosen(district):
    numbers = set()
    for query in ("", "area=north", "kind=micro&stage=screened"):
        chosen = filterset(query)
        _asked = chosen.qs
        with CaptureQueriesContext(connection) as queries:
            choice_counts(selection_of(chosen))
        numbers.add(len(queries))

    assert max(numbers) <= 8
