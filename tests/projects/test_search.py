"""Projects and programmes in the search of the portal and in its suggestions."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.search import search, suggest
from portal.web.as_of import Moment
from projects.models import Stage
from tests.projects.world import make_programme, make_project, make_report
from tests.world import kept, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        june, december, secret = make_release("june"), make_release("december"), make_release("secret")
        estates = make_programme("estates", name_zh="老旧小区改造", name_en="Renovation of old estates")
        make_report(june, estates, "implementation")
        road = make_project("road", name_zh="统一南路", aliases=["凤林路至江家寨"], summary_zh="修一条路")
        make_report(june, road, "preparation")
        publish(june, "2022-06-17")
        make_report(december, make_project("park", name_zh="蒿泊公园", programme=estates))
        publish(december, "2022-12-23")
        make_report(secret, make_project("vault", name_zh="金库工程"))
        publish(secret, timezone.now() + dt.timedelta(days=1))
        yield


def found(query: str, as_of: str | None = None) -> dict[str, list[tuple[str, str]]]:
    groups = search(query, Moment.read(as_of).at).groups
    return {group.source.kind: [(hit.title, hit.address) for hit in group.hits] for group in groups}


@pytest.mark.parametrize(
    "query", ["统一南路", "江家寨", "修一条路", "tongyi nanlu", "统一楠路", "Project road"]
)
def test_a_project_is_found_by_its_names_its_summary_and_its_sound(district, query):
    assert found(query)["projects"] == [("统一南路", "/projects/road/")]


def test_a_programme_is_found_apart_from_projects(district):
    assert found("老旧小区") == {"programmes": [("老旧小区改造", "/projects/programmes/estates/")]}


def test_a_project_is_found_from_its_release_on(district):
    assert "projects" in found("蒿泊公园")
    assert "projects" not in found("蒿泊公园", "2022-07-01")


def test_what_is_under_embargo_is_not_found(district):
    assert found("金库工程") == found("金库工程哪") == {}
    assert suggest("金库", timezone.now()) == []


def test_a_project_says_its_stage_and_a_programme_its_category(district):
    groups = search("统一南路", timezone.now()).groups + search("estates", timezone.now()).groups

    assert [(group.source.kind, group.hits[0].context) for group in groups] == [
        ("projects", str(Stage.PREPARATION.label)),
        ("programmes", "streets类"),
    ]


def test_names_are_suggested(district):
    assert [one.address for one in suggest("统一", timezone.now())] == ["/projects/road/"]
    assert [one.address for one in suggest("laojiu", timezone.now())] == ["/projects/programmes/estates/"]


def test_more_hits_take_no_more_queries(district):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            search("路灯", timezone.now())
        return len(captured)

    first, more = make_release(), make_release()
    make_report(first, make_project(name_zh="路灯一"))
    publish(first)
    few = queries()
    for name in ("路灯二", "路灯三"):
        make_report(more, make_project(name_zh=name))
    publish(more)

    assert queries() == few
    assert len(found("路灯")["projects"]) == 3
