"""`/areas/` and `/areas/<code>/`: my neighbourhood."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from tests.pages import faults_of, queries_of
from tests.world import (
    make_area,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    publish,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def street(shared):
    """A subdistrict with an estate in it, in which there is a figure, a commitment and a place."""
    street = make_area("fenglin", "subdistrict", name_zh="凤林街道", aliases=["凤林"])
    estate, release = make_area("lanshan", "estate", street), make_release("june")
    make_figure(release, make_indicator("cases"), 7, area=estate)
    make_figure(release, make_indicator("elsewhere"), 7, area=make_area("other", "town"))
    make_commitment(release, "promise").areas.add(estate)
    make_facility("clinic", area=estate, release=release)
    publish(release, at="2022-06-17")
    return shared(street)


def test_area_shows_what_is_public_in_it_and_in_its_parts(client, street):
    page = client.get("/areas/fenglin/?lang=en")

    blocks = dict(page.context["detail"].blocks)
    assert [one.code for one in blocks["areas/commitments.html"]["commitments"]] == ["promise"]
    assert [one.series.indicator.code for one in blocks["areas/figures.html"]["figures"]] == ["cases"]
    assert [one.code for one in blocks["areas/facilities.html"]["facilities"]] == ["clinic"]
    assert 'href="/areas/lanshan/?lang=en"' in page.content.decode()
    assert faults_of(page.content.decode()) == []


def test_area_of_which_nothing_was_released_says_so(client, street):
    past = client.get("/areas/fenglin/?as_of=2022-06-16&lang=en")

    assert past.context["detail"].blocks == []
    assert "Nothing has been released about this area." in past.content.decode()


def test_road_leads_to_its_stretches(client, db):
    district = make_area("zone", "town")
    road = make_area("road", "site", district, name_zh="统一南路")
    make_area("road-east", "site", district, name_zh="统一南路（凤林路-江家寨路段）")
    make_area("road-park", "site", district, name_zh="统一南路公园")

    page = client.get("/areas/road/?lang=en").content.decode()
    parts = client.get("/api/v1/areas/road").json()["children"]

    assert road.name_zh == "统一南路"
    assert [f'href="/areas/{code}/' in page for code in ("road-east", "road-park")] == [True, False]
    assert "see its parts" in page
    assert [part["code"] if isinstance(part, dict) else part for part in parts] == ["road-east"]


def test_area_that_is_none_is_not_found(client):
    assert [client.get(f"/areas/nowhere/{rest}").status_code for rest in ("", "feed/")] == [404, 404]


def test_area_is_byte_for_byte_the_same_when_something_is_approved_for_tomorrow(client, street):
    addresses = ("/areas/fenglin/", "/areas/fenglin/feed/", "/areas/")
    release = make_release()
    make_figure(release, make_indicator("secret"), 7, area=street)
    make_commitment(release, "secret-promise").areas.add(street)
    before = [client.get(address).content for address in addresses]

    publish(release, at=timezone.now() + dt.timedelta(days=1))

    assert [client.get(address).content for address in addresses] == before


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=凤林", ["fenglin"]), ("?kind=estate", ["lanshan"]), ("?area=fenglin", ["fenglin", "lanshan"])],
)
def test_areas_are_found_by_name_and_other_name_as_in_json(client, street, query, found):
    page, data = client.get(f"/areas/{query}"), client.get(f"/api/v1/areas{query}").json()

    assert [one.code for one in page.context["page"]] == found
    assert sorted(one["code"] for one in data["results"]) == found


def test_areas_begin_with_subdistricts_and_towns(client, street):
    page = client.get("/areas/")

    assert [one.code for one in page.context["streets"]] == ["fenglin", "other"]
    assert [one.kind for one in page.context["page"]][:2] == ["district", "subdistrict"]
    assert faults_of(page.content.decode()) == []


def test_feed_of_an_area_holds_figures_and_reports_of_it_and_its_parts(client, street):
    later = make_release("december")
    make_update(later, street.children.get().commitments.get(), "kept")
    publish(later, at="2022-12-23")

    feed = ET.fromstring(client.get("/areas/fenglin/feed/?lang=en").content)  # noqa: S314 - our own feed

    titles = [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")]
    assert titles == [
        "Commitment promise: kept",
        "Indicator cases · Lanshan · 1 January to 23 December 2022 · actual: 7 persons",
    ]


def test_area_takes_as_many_queries_for_more_rows(client, street, monkeypatch):
    monkeypatch.setattr("portal.statistics.figures.MOST_RELEASES", 1)  # each is a query, up to a few
    addresses = ("/areas/fenglin/", "/areas/fenglin/feed/", "/areas/")
    before = [queries_of(client, address) for address in addresses]
    release = make_release()
    for number in range(3):
        estate = make_area(f"estate-{number}", "estate", street)
        make_figure(release, make_indicator(f"more-{number}"), 7, area=estate)
        make_commitment(release, f"more-{number}").areas.add(estate)
        make_facility(f"more-{number}", area=estate)
    publish(release)

    assert [queries_of(client, address) for address in addresses] == before
