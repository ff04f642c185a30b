"""Atom feeds of a project, a programme, a category; projects in the feed and on the page of an area."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from tests.pages import queries_of
from tests.projects.world import (
    NOVEMBER,
    make_item,
    make_milestone,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import kept, make_area, make_release, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/projects/road/feed/",
    "/projects/programmes/streets/feed/",
    "/projects/categories/roads/feed/",
    "/areas/fenglin/feed/",
)


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A programme with a road in a street, told of in June and December; more for tomorrow."""
    with kept(django_db_blocker):
        june, december = make_release("june"), make_release("december")
        programme = make_programme("streets", category="roads")
        street = make_area("fenglin", "subdistrict")
        estate = make_area("lanshan", "estate", street)
        road = make_project("road", programme=programme, category="roads", areas=[estate])
        make_project("other", category="parks")
        make_report(june, programme, "preparation")
        make_item(june, road, "trees")
        make_report(june, road, work_item="trees", percent=95)
        make_milestone(june, road, due=dt.date(2022, 6, 30))
        publish(june, at="2022-06-17")
        make_report(december, road, "completion", as_at=NOVEMBER)
        publish(december, at="2022-12-23")
        publish(make_undertakings("tomorrow"), at=timezone.now() + dt.timedelta(days=1))
        yield road


def entries(address: str) -> list[tuple[str, str]]:
    feed = ET.fromstring(Client().get(address).content)  # noqa: S314 - our own feed
    return [
        (one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}updated")[:10])
        for one in feed.iter(f"{ATOM}entry")
    ]


OF_THE_ROAD = [
    ("Project road: completed", "2022-12-23"),
    ("Project road · Trees: 95%", "2022-06-17"),
    ("Project road · Completion: due 30 June 2022", "2022-06-17"),
]


def test_feed_of_a_project_holds_its_reports_and_milestones(published):
    assert entries("/projects/road/feed/?lang=en") == OF_THE_ROAD


def test_feed_of_a_programme_holds_those_of_its_projects_too(published):
    found = entries("/projects/programmes/streets/feed/?lang=en")

    assert sorted(found) == sorted([*OF_THE_ROAD, ("Project streets: design", "2022-06-17")])


def test_feed_of_a_category_holds_all_of_its_kind(published):
    assert len(entries("/projects/categories/roads/feed/")) == 4
    assert entries("/projects/categories/parks/feed/") == []


def test_feed_of_an_area_holds_the_projects_in_it(published):
    assert entries("/areas/fenglin/feed/?lang=en") == OF_THE_ROAD


def test_feed_as_of_a_day_knows_no_later_report(published):
    assert entries("/projects/road/feed/?as_of=2022-06-30&lang=en") == OF_THE_ROAD[1:]


def test_area_shows_the_projects_in_it_and_its_parts(client, published):
    page = client.get("/areas/fenglin/")

    assert [
        one.undertaking.code
        for one in dict(page.context["detail"].blocks)["projects/area_block.html"]["projects"]
    ] == ["road"]


@pytest.mark.parametrize(
    "address",
    [
        "/projects/tomorrow-project/feed/",
        "/projects/programmes/tomorrow-programme/feed/",
        "/projects/streets/feed/",
        "/projects/categories/none/feed/",
    ],
)
def test_feed_of_what_is_not_public_is_not_found(client, published, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_feed_has_no_two_entries_of_one_address_and_is_the_same_each_time(client, published, address):
    first, second = (client.get(address).content for _ in range(2))

    links = [one.find(f"{ATOM}link").get("href") for one in ET.fromstring(first).iter(f"{ATOM}entry")]  # noqa: S314
    assert first == second
    assert len(links) == len(set(links))


@pytest.mark.parametrize("address", ["/projects/road/", "/areas/fenglin/", "/projects/programmes/streets/"])
def test_page_names_its_feed(client, published, address):
    assert 'type="application/atom+xml" title="' in client.get(address).content.decode()
    assert f'href="{address}feed/"' in client.get(address).content.decode()


def test_feed_takes_as_many_queries_for_more_entries(client, published):
    before = {address: queries_of(client, address) for address in FEEDS}
    more = make_release("more")
    make_report(more, published, as_at=dt.date(2022, 12, 20), percent=100)
    make_item(more, published, "lamps")
    make_report(more, published, work_item="lamps", percent=100)
    publish(more, "2023-01-01")

    assert {address: queries_of(client, address) for address in FEEDS} == before
