"""`/facilities/`"""

import datetime as dt

from django.utils import timezone

from tests.world import make_facility, make_release, publish


def test_facilities_show_telephone_and_hours(client, db):
    make_facility("office", phone="0631-5980090", hours_zh="8:30—21:00", aliases=["卫健办"])

    text = client.get("/facilities/").content.decode()

    assert 'href="tel:06315980090"' in text
    assert "8:30—21:00" in text
    assert "卫健办" in text


def test_places_that_can_be_rung_up_come_before_others(client, db):
    make_facility("a-park", kind="park")
    make_facility("b-hall", hours_zh="9:00—17:00")
    make_facility("c-office", phone="12345")

    assert [one.code for one in client.get("/facilities/").context["page"]] == [
        "c-office",
        "b-hall",
        "a-park",
    ]


def test_facilities_are_filtered_as_in_json(client, db):
    make_facility("post", kind="police_post", sector_id="safety")
    make_facility("hall")

    page = client.get("/facilities/?kind=police_post")
    data = client.get("/api/v1/facilities?kind=police_post").json()

    assert [one.code for one in page.context["page"]] == ["post"]
    assert [one["code"] for one in data["results"]] == ["post"]


def test_facilities_that_are_not_public_are_not_shown(client, db):
    release = make_release()
    make_facility("private", is_public=False)
    make_facility("ahead", release=release)
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    assert list(client.get("/facilities/").context["page"]) == []


def test_facility_without_a_telephone_names_the_general_line_but_not_as_its_own(client, db):
    make_facility("mayor", kind="hotline", phone="12345")
    make_facility("hall")
    make_facility("window", phone="5980090")

    hall, window = (client.get(f"/facilities/{code}/").content.decode() for code in ("hall", "window"))

    assert '<a class="phone" href="tel:12345">' in hall
    assert 'itemprop="telephone"' not in hall
    assert "tel:12345" not in window


def test_facilities_are_paged(client, db):
    for number in range(13):
        make_facility(f"hall-{number}")

    first, second = (client.get(f"/facilities/?page={number}").context["page"] for number in (1, 2))

    assert (len(first), len(second), first.has_next(), second.has_next()) == (12, 1, True, False)


def test_department_of_an_entry_is_said_to_keep_it_and_not_to_own_the_facility(client, db):
    """A bureau that another department's release names is not part of that department."""
    make_facility("approval-bureau")

    page = client.get("/facilities/approval-bureau/?lang=en").content.decode()

    assert "<dt>Entry kept by</dt>" in page
    assert "<dt>Department</dt>" not in page
