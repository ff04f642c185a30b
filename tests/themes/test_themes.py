"""`/themes/`, their JSON and the sector's page: figures joined by code, never stated twice, and only what is public."""

import csv
import datetime as dt

import pytest
from django.utils import timezone

from portal.runserver.paths import CHECKOUT
from portal.spreadsheets.actions import load_workbook
from portal.themes.models import Theme
from tests.pages import queries_of
from tests.projects.world import make_undertakings
from tests.themes.world import make_theme
from tests.workbooks import workbook
from tests.world import (
    make_area,
    make_check,
    make_commitment,
    make_department,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db


def make_shows(release) -> None:
    """Shows by the level of the organiser, as of the Spring Festival."""
    shows = make_indicator("shows", sector="culture", dimensions={"level": ["district", "town"]})
    for level, number in (("district", 45), ("town", 68)):
        make_figure(release, shows, number, dimensions={"level": level})


def test_page_joins_what_it_names_in_its_order_and_json_says_the_same(client):
    works, june = publish(make_undertakings("works")), make_release("june")
    make_shows(june)
    make_figure(june, make_indicator("gala", sector="culture"), 1)
    make_commitment(june, "gala-22").areas.add(make_area("east", "village"), make_area("west", "village"))
    publish(june)
    make_theme(indicators=["gala", "shows"], commitments=["gala-22"], programmes=["works-programme"])

    page = client.get("/themes/festivals/?lang=en")
    data = client.get("/api/v1/themes/festivals?lang=en").json()

    shown = [(one.series.indicator.code, int(one.value)) for one in page.context["detail"].figures]
    assert shown == [("gala", 1), ("shows", 45), ("shows", 68)]
    assert [(one["indicator"], one["value"]) for one in data["figures"]] == shown
    assert [(one["code"], one["areas"]) for one in data["commitments"]] == [("gala-22", ["east", "west"])]
    assert [(one["kind"], one["code"]) for one in data["works"]] == [("programme", "works-programme")]
    text = page.content.decode()
    assert 'href="/commitments/gala-22/?lang=en"' in text
    assert 'href="/areas/east/?lang=en"' in text
    assert 'href="/projects/programmes/works-programme/?lang=en"' in text
    assert works.slug == "works"


def test_list_and_json_have_the_same_themes(client):
    make_theme("one", order=2), make_theme("two", order=1), make_theme("draft", is_public=False)
    make_theme("three", sector_id="education")

    for query, found in {"": ["two", "one", "three"], "?sector=education": ["three"]}.items():
        page = [one.theme.code for one in client.get(f"/themes/{query}").context["themes"]]
        data = [row["code"] for row in client.get(f"/api/v1/themes{query}").json()["results"]]
        assert (page, data) == (found, found), query


def test_figures_under_embargo_are_not_named(client):
    ahead = make_release("ahead")
    make_figure(ahead, make_indicator("hush", sector="culture"), 7)
    make_commitment(ahead, "hush-promise")
    publish(ahead, timezone.now() + dt.timedelta(days=1))
    make_theme(indicators=["hush"], commitments=["hush-promise"])
    make_theme("hush-theme", release=ahead)

    for address in (
        "/themes/",
        "/themes/festivals/",
        "/culture/",
        "/api/v1/themes",
        "/api/v1/themes/festivals",
    ):
        assert "hush" not in client.get(address).content.decode(), address
    assert client.get("/themes/hush-theme/").status_code == 404


def test_figures_are_those_of_the_moment(client):
    june, december = make_release("june"), make_release("december")
    shows = make_indicator("shows", sector="culture")
    make_figure(june, shows, 45)
    make_figure(december, shows, 46)
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-01")
    make_theme(indicators=["shows"])

    def values(query: str) -> list[int]:
        return [row["value"] for row in client.get(f"/api/v1/themes/festivals{query}").json()["figures"]]

    assert (values(""), values("?as_of=2022-06-15"), values("?as_of=2022-05-01")) == ([46], [45], [])


def recruited(*, complete: bool) -> None:
    """72 teachers, of whom 16 and 11 by group."""
    release = make_release("june")
    whole, *parts = (
        make_figure(release, make_indicator(code, sector="education"), number).series
        for code, number in (("all", 72), ("graduates", 16), ("funded", 11))
    )
    make_check("sum", complete=complete, result=whole, part=parts)
    publish(release)
    make_theme("teachers", sector_id="education", indicators=["all", "graduates", "funded"])


def test_rest_of_parts_is_said_to_be_unstated_and_never_computed(client):
    recruited(complete=False)

    page = client.get("/education/?lang=en").content.decode()
    data = client.get("/api/v1/themes/teachers").json()

    assert ("The rest" in page, "not broken down" in page, ">45<" in page) == (True, True, False)
    assert data["with_rest"] == [data["figures"][0]["id"]]


def test_complete_parts_leave_no_rest(client):
    recruited(complete=True)

    assert client.get("/api/v1/themes/teachers").json()["with_rest"] == []


def test_themes_stand_first_on_the_sector_page_and_the_other_figures_behind_a_link(client):
    publish(make_everything("seen"))
    june = make_release("june")
    make_figure(june, make_indicator("trivia", sector="culture", headline=True), 3)
    publish(june)
    before = client.get("/culture/?lang=en").content.decode()
    make_theme(gaps_zh="哪一天", gaps_en="On which day")
    after = client.get("/culture/?lang=en").content.decode()

    assert ("Indicator trivia" in before, "Indicator trivia" in after) == (True, False)
    assert 'href="/indicators/?sector=culture&amp;lang=en"' in after
    assert "On which day" in after
    assert "Because residents ask" in after


def test_pages_take_as_many_queries_for_three_themes_as_for_one(client):
    june = make_release("june")
    make_shows(june)
    make_commitment(june, "gala-22")
    publish(june)
    named = {"indicators": ["shows"], "commitments": ["gala-22"]}
    make_theme("one", **named)
    addresses = ("/themes/", "/culture/", "/api/v1/themes")
    before = [queries_of(client, address) for address in addresses]

    make_theme("two", **named), make_theme("three", **named)

    assert [queries_of(client, address) for address in addresses] == before


def test_theme_is_found_by_what_residents_call_it(client):
    make_theme(aliases=["送戏下乡"])

    found = client.get("/search/", {"q": "送戏下乡"}).context["found"]

    assert [hit.address for group in found.groups for hit in group.hits] == ["/themes/festivals/"]


ROW = {
    "code": "festivals",
    "sector": "culture",
    "department": "construction",
    "name_zh": "节日活动",
    "name_en": "Festivals",
    "about_zh": "节日",
    "about_en": "Festivals",
    "why_zh": "常问",
    "why_en": "Often asked",
    "reviewed_on": "2022-06-01",
    "public": "yes",
}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({}, None),
        ({"indicators": "none-such"}, "indicators"),
        ({"commitments": "none-such"}, "commitments"),
        ({"programmes": "none-such"}, "programmes"),
        ({"projects": "none-such"}, "projects"),
        ({"terms": "none-such"}, "terms"),
        ({"why_en": ""}, "why_en"),
        ({"section": "1"}, "release"),
    ],
)
def test_workbook_brings_themes_and_refuses_what_points_nowhere(administrator, cells, column):
    make_department("construction")

    report = load_workbook(workbook=workbook(Themes=[ROW | cells]), by=administrator)

    assert [error.column for error in report.errors] == ([column] if column else [])
    assert Theme.objects.count() == (0 if column else 1)


def test_admin_gives_the_same_verdict_as_the_workbook(client, editor):
    client.force_login(editor)
    cells = ROW | {"department": make_department("construction").pk, "indicators": "none-such", "order": "1"}

    answer = client.post("/admin/portal/theme/add/", cells)

    assert "none-such" in str(answer.context["adminform"].form.errors["indicators"])


def test_themes_that_ship_say_why_and_point_into_the_documents():
    with (CHECKOUT / "portal/data/content/Themes.csv").open(encoding="utf-8", newline="") as file:
        themes = list(csv.DictReader(file))

    assert {one["sector"] for one in themes} >= {"culture", "education"}
    assert [
        one["code"] for one in themes if not (one["why_zh"] and one["release"] and one["paragraph"])
    ] == []


def test_sector_page_shows_the_first_themes_and_leads_to_all(client):
    for order in range(6):
        make_theme(f"theme-{order}", order=order)

    page = client.get("/culture/?lang=en")

    assert [one.theme.code for one in page.context["themes"]] == [f"theme-{order}" for order in range(4)]
    assert 'href="/themes/?sector=culture&amp;lang=en"' in page.content.decode()
    assert len(client.get("/themes/?sector=culture").context["themes"]) == 6
