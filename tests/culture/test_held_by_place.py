"""`/culture/`: where shows took place, from the events that releases state."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.events.world import make_event
from tests.pages import queries_of
from tests.world import make_area, make_release, publish

pytestmark = pytest.mark.django_db

NOWHERE = "no release names a show or activity that took place"


def places(client, query: str = "") -> list[tuple[str, int]]:
    blocks = dict(client.get(f"/culture/{query}").context["blocks"])
    return [(area.code, number) for area, number in blocks["culture/held_by_place.html"]["places"]]


def test_page_counts_what_took_place_by_area_and_leads_there(client):
    east, west = make_area("east", "village"), make_area("west", "village")
    june, july = make_release("june"), make_release("july")
    make_event(june, "one", status="held", area=west)
    make_event(june, "planned", area=east)
    make_event(june, "of-schools", status="held", area=east, sector_id="education")
    for code in ("two", "three"):
        make_event(july, code, status="held", area=east)
    publish(june, at="2022-06-01")
    publish(july, at="2022-07-01")

    assert places(client) == [("east", 2), ("west", 1)]
    assert places(client, "?as_of=2022-06-15") == [("west", 1)]
    page = client.get("/culture/?lang=en").content.decode()
    assert 'href="/events/?sector=culture&amp;status=held&amp;area=east&amp;lang=en"' in page
    assert client.get("/events/?sector=culture&status=held&area=east").context["page"].paginator.count == 2


def test_page_says_so_while_none_is_named(client):
    ahead = make_release("ahead")
    make_event(ahead, "hush", status="held")
    publish(ahead, timezone.now() + dt.timedelta(days=1))

    page = client.get("/culture/?lang=en").content.decode()

    assert (NOWHERE in " ".join(page.split()), "hush" in page) == (True, False)
    assert NOWHERE not in " ".join(client.get("/education/?lang=en").content.decode().split())


def test_page_takes_as_many_queries_for_three_places_as_for_one(client):
    first, second = make_release("first"), make_release("second")
    make_event(first, "one", status="held", area=make_area("east", "village"))
    publish(first)
    before = queries_of(client, "/culture/")

    for code in ("west", "north"):
        make_event(second, code, status="held", area=make_area(code, "village"))
    publish(second)

    assert queries_of(client, "/culture/") == before
