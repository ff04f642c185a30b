"""Tours: the stops that events name, and how many of the shows counted have a place so far."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.events.models import PublicEvent
from portal.spreadsheets.actions import load_workbook
from portal.statistics.models import Indicator
from tests.events.world import make_event
from tests.pages import queries_of
from tests.themes.world import make_theme
from tests.workbooks import release_workbook
from tests.world import (
    make_area,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_series,
    publish,
)

pytestmark = pytest.mark.django_db

SHOWS = {"sector": "culture", "name_en": "Shows"}
MAY = {"period_start": "2022-01-01", "period_end": "2022-05-31"}


def make_tour(release, number: int = 3) -> None:
    make_figure(release, make_indicator("shows", **SHOWS), number, **MAY)
    make_theme("tour", indicators=["shows"], tours=["shows"])


def stop(release, code: str, first_day: str | None = "2022-03-05", **fields) -> PublicEvent:
    given = {"status": "held", "place_en": f"{code} square", "place_zh": code, **fields}
    precision = "day" if first_day else "none"
    day = dt.date.fromisoformat(first_day) if first_day else None
    counted = Indicator.objects.get(code="shows")
    return make_event(
        release, code, counted_in=counted, precision=precision, first_day=day, last_day=day, **given
    )


def told(client, query: str = "") -> tuple[str, list[str]]:
    page = client.get(f"/themes/tour/?lang=en{query}").content.decode()
    (tour,) = client.get(f"/api/v1/themes/tour?lang=en{query}").json()["tours"]
    assert tour["told"] in page
    assert all(f"/events/{one['code']}/" in page for one in tour["stops"])
    return tour["told"], [one["code"] for one in tour["stops"]]


def test_tour_without_a_stop_says_that_none_has_a_place(client):
    june = make_release("june")
    make_tour(june, 228)
    publish(june, at="2022-06-01")

    said, stops = told(client)

    assert stops == []
    assert said.startswith("Of 228")
    assert said in client.get("/culture/?lang=en").content.decode()


def test_stops_count_where_they_took_place_in_the_period_with_a_place(client):
    june, july = make_release("june"), make_release("july")
    make_tour(june)
    stop(june, "square")
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=SA", "repeats_until": "2022-03-12"}
    stop(july, "weekly", "2022-03-05", **weekly)
    (
        stop(july, "planned", status="planned"),
        stop(july, "undated", first_day=None),
        stop(july, "later", "2022-06-02"),
    )
    stop(july, "nowhere", place_en="", place_zh="")
    publish(june, at="2022-06-01"), publish(july, at="2022-07-01")

    assert told(client, "&as_of=2022-06-15")[0].endswith(", 1 have a place here so far.")
    said, stops = told(client)
    assert said.endswith(", 3 have a place here so far.")
    assert stops == ["nowhere", "planned", "square", "weekly", "later", "undated"]

    later = make_release("later")
    (
        stop(later, "hall", place_en="", place_zh="", facility=make_facility("hall")),
        stop(later, "east", area=make_area("east", "village"), place_en="", place_zh=""),
    )
    publish(later)
    assert told(client)[0].startswith("5 with a place are named here, more than the 3")


def test_event_tells_its_tour_and_lists_are_filtered_by_it(client):
    june = make_release("june")
    make_tour(june)
    stop(june, "square"), make_event(june, "other")
    publish(june)

    assert 'href="/indicators/shows/?lang=en"' in client.get("/events/square/?lang=en").content.decode()
    assert client.get("/api/v1/events/square").json()["counted_in"] == "shows"
    page = client.get("/events/?counted_in=shows")
    assert [one.code for one in page.context["page"].object_list] == ["square"]
    assert [one["code"] for one in client.get("/api/v1/events?counted_in=shows").json()["results"]] == [
        "square"
    ]


def test_indicator_that_is_not_public_is_named_nowhere(client):
    june, hush = make_release("june"), make_release("hush")
    make_tour(hush)
    stop(june, "square")
    publish(june), publish(hush, timezone.now() + dt.timedelta(days=1))

    for address in ("/themes/tour/", "/api/v1/themes/tour", "/events/square/", "/api/v1/events/square"):
        assert "shows" not in client.get(address).content.decode().lower().replace("data-shows", ""), address
    assert client.get("/events/?counted_in=shows").status_code == 400


def test_workbook_brings_the_tour_of_an_event(administrator):
    for code in ("shows", "homes"):
        make_series(make_indicator(code, sector="culture"))
    event = {
        "code": "square",
        "name_zh": "广场演出",
        "name_en": "Square",
        "section": "1",
        "paragraph": "1",
        "kind": "performance",
        "status": "held",
        "department": "construction",
        "sector": "culture",
        "area": "district",
        "precision": "none",
        "counted_in": "shows",
    }

    outcome = load_workbook(workbook=release_workbook(Events=[event]), by=administrator)

    assert outcome.errors == []
    assert PublicEvent.objects.get().counted_in.code == "shows"


def test_theme_takes_as_many_queries_for_three_stops_as_for_one(client):
    june, july = make_release("june"), make_release("july")
    make_tour(june)
    stop(june, "one")
    publish(june)
    before = queries_of(client, "/themes/tour/")

    stop(july, "two"), stop(july, "three")
    publish(july)

    assert queries_of(client, "/themes/tour/") == before
