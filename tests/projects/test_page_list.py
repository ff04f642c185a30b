"""`/projects/`: search, filters with counts, layouts; and the story of the sector below them."""

import datetime as dt

import pytest
from django.utils import timezone

from projects import pages
from tests.pages import faults_of, queries_of
from tests.projects.world import (
    make_category,
    make_micro,
    make_milestone,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import kept, make_area, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """Five projects of June; December reports on one of them, and another department on none."""
    with kept(django_db_blocker):
        june, december = make_release("june"), make_release("december")
        fenglin = make_area("fenglin", "subdistrict")
        estate = make_area("lanshan", "estate", fenglin)
        programme = make_programme("back-streets")
        make_category("parks", name_zh="公园", name_en="Parks")
        road = make_project("road", name_zh="凤栖路", areas=[fenglin], plan_year=2022, programme=programme)
        path = make_project("path", areas=[estate], plan_year=2021, aliases=["锦绣乐园"])
        park = make_project("park", category="parks", department="culture", sector_id="culture")
        late = make_project("late")
        micro = make_micro("mending", areas=[estate])
        make_report(june, road, "implementation", percent=90)
        make_report(june, path, "completion")
        make_report(june, park, "identification")
        make_report(june, late, "implementation")
        make_milestone(june, late, due=dt.date(2022, 4, 30))
        make_report(june, micro, "drawings")
        publish(june, at="2022-06-17")
        make_report(december, road, "implementation", as_at=dt.date(2022, 11, 30), percent=95)
        publish(december, at="2022-12-23")
        publish(make_undertakings("hidden"), at=timezone.now() + dt.timedelta(days=1))
        yield


def codes(client, query: str = "") -> list[str]:
    return sorted(one.undertaking.code for one in client.get(f"/projects/{query}").context["projects"])


EVERYTHING = ["late", "mending", "park", "path", "road"]
FILTERS = [
    ("", EVERYTHING),
    ("?q=凤栖", ["road"]),
    ("?q=锦绣乐园", ["path"]),
    ("?area=fenglin", ["mending", "path", "road"]),
    ("?area=lanshan", ["mending", "path"]),
    ("?category=parks", ["park"]),
    ("?stage=implementation", ["late", "road"]),
    ("?department=culture", ["park"]),
    ("?year=2022", ["road"]),
    ("?sector=culture", ["park"]),
    ("?kind=micro", ["mending"]),
    ("?programme=back-streets", ["road"]),
    ("?state=late", ["late"]),
    ("?state=silent", ["late", "mending"]),
    ("?area=fenglin&stage=implementation", ["road"]),
    ("?as_of=2022-06-30&state=late", ["late"]),
    ("?as_of=2022-06-30&state=silent", []),
    ("?as_of=2022-06-16", []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_projects_are_filtered(client, district, query, expected):
    assert codes(client, query) == expected


def test_projects_are_counted_for_each_choice_under_the_other_filters(client, district):
    selects = client.get("/projects/?area=fenglin&stage=completion").context["selects"]

    counts = {
        one["name"]: {choice.value: choice.count.number for choice in one["choices"] if choice.count}
        for one in selects
        if one["name"] == "stage"
    }
    assert counts == {"stage": {"implementation": 1, "completion": 1, "drawings": 1}}


def test_choice_says_its_number_in_words_that_a_form_can_send(client, district):
    text = client.get("/projects/?lang=en").content.decode()

    assert '<option value="fenglin">Fenglin (3)</option>' in text
    assert '<option value="parks">Parks (1)</option>' in text


def test_chosen_area_stays_among_its_choices(client, district):
    text = client.get("/projects/?area=lanshan&lang=en").content.decode()

    assert '<option value="lanshan" selected>Lanshan' in text


@pytest.mark.parametrize(
    ("sort", "first"), [("newest", "road"), ("percent", "road"), ("due", "late"), ("name", None)]
)
def test_projects_are_sorted(client, district, sort, first):
    found = [one.undertaking.code for one in client.get(f"/projects/?sort={sort}").context["projects"]]

    assert sorted(found) == EVERYTHING
    assert first in (None, found[0])


def test_projects_are_cards_or_a_table_as_the_address_says(client, district):
    usual, cards, table = (
        client.get(f"/projects/{query}").content.decode()
        for query in ("?q=凤", "?q=凤&view=cards", "?q=凤&view=table")
    )

    assert ['class="stacks projects"' in text for text in (usual, cards, table)] == [True, False, False]
    assert ["project-card" in text for text in (usual, cards, table)] == [False, True, False]
    assert 'class="projects"' in table
    assert 'href="/api/v1/projects.csv?q=%E5%87%A4"' in cards


@pytest.mark.parametrize(
    "query", ["view=tiles", "colour=red", "page=99", "stage=done", "year=12", "area=nowhere"]
)
def test_list_refuses_what_it_does_not_know(client, district, query):
    assert client.get(f"/projects/?{query}").status_code == 400


def test_list_is_the_same_as_in_json(client, district):
    for query, expected in FILTERS:
        data = client.get(f"/api/v1/projects{query}").json()
        assert sorted(one["code"] for one in data["results"]) == expected


def test_late_and_silent_are_said_in_the_list(client, district):
    text = client.get("/projects/?state=late&as_of=2022-12-31&lang=en").content.decode()

    assert "31 days late" in text
    assert 'silent since <time datetime="2022-06-17">' in text


def test_projects_of_which_no_stage_is_reported_are_found_and_counted(client):
    release, bare, staged = make_release(), make_project("bare"), make_project("staged")
    make_report(release, bare, "", percent=40)
    make_report(release, staged, "implementation")
    publish(release, at="2022-06-17")
    query = "?stage=not_reported"

    page = client.get(f"/projects/{query}&lang=en")
    stages = next(one for one in page.context["selects"] if one["name"] == "stage")
    table = client.get(f"/api/v1/projects.csv{query}").getvalue().decode()

    assert codes(client, query) == ["bare"]
    assert [one["code"] for one in client.get(f"/api/v1/projects{query}").json()["results"]] == ["bare"]
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == ["bare"]
    assert [(one.value, str(one.count)) for one in stages["choices"] if one.chosen] == [("not_reported", "1")]
    assert "stage=not_reported" in client.get("/?lang=en").content.decode()


def test_story_of_the_sector_stands_below_where_nothing_is_chosen(client, district):
    plain, chosen, second = (client.get(f"/projects/{query}") for query in ("", "?year=2022", "?sort=newest"))

    assert [page.context["tells"] for page in (plain, chosen)] == [True, False]
    assert second.status_code == 200
    assert b'id="programmes"' in plain.content
    assert b'id="programmes"' not in chosen.content


def test_pages_go_no_further_than_is_counted(client, district, monkeypatch):
    monkeypatch.setattr(pages, "PER_PAGE", 2)

    first, second = (client.get(f"/projects/?page={number}") for number in (1, 2))

    assert (first.context["page"].paginator.num_pages, second.context["tells"]) == (3, False)


def test_list_is_sound_html(client, district):
    for query in ("", "?view=cards", "?view=table&q=x", "?area=fenglin&lang=en"):
        assert faults_of(client.get(f"/projects/{query}").content.decode()) == []


@pytest.mark.parametrize(
    "address",
    ["/projects/", "/projects/?q=hidden", "/projects/programmes/", "/projects/micro/", "/", "/sitemap.xml"],
)
def test_list_shows_nothing_under_embargo(client, district, address):
    text = client.get(address).content.decode()

    assert [name for name in ("programme", "project", "micro") if f"hidden-{name}" in text] == []


def test_programmes_show_how_their_projects_stand(client, district):
    (programme,) = client.get("/projects/programmes/").context["programmes"]

    assert (programme.status.undertaking.code, programme.stages) == ("back-streets", [("implementation", 1)])


def test_front_page_and_sectors_show_projects(client, district):
    home, culture = (client.get(address).content.decode() for address in ("/", "/culture/"))

    assert 'href="/projects/?stage=implementation"' in home
    assert 'href="/projects/road/"' in home
    assert 'href="/projects/park/"' in culture
    assert 'href="/projects/road/"' not in culture


def test_sitemap_names_projects_programmes_and_areas(client, district):
    text = client.get("/sitemap.xml").content.decode()

    for address in (
        "projects/road/",
        "projects/programmes/back-streets/",
        "projects/micro/",
        "areas/fenglin/",
    ):
        assert f"<loc>http://testserver/{address}</loc>" in text


@pytest.mark.slow("4 s: publishes three documents and opens six pages each time")
def test_lists_take_as_many_queries_for_more_rows(client, district):
    addresses = (
        "/projects/",
        "/projects/?view=cards",
        "/projects/programmes/",
        "/projects/micro/",
        "/",
        "/culture/",
    )
    publish_more("one")
    before = {address: queries_of(client, address) for address in addresses}

    for slug in ("two", "three"):
        publish_more(slug)

    assert {address: queries_of(client, address) for address in addresses} == before


def publish_more(slug: str) -> None:
    """One more of everything, and a school that is of another sector."""
    release = make_undertakings(slug)
    make_report(release, make_project(f"{slug}-school", sector_id="culture"))
    publish(release, at="2022-12-24")
