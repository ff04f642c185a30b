"""Pages that are kept until something public changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.web.page_cache import store
from tests.world import make_facility, make_figure, make_indicator, make_release, publish


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGES_KEPT = 3
    store.pages.clear()
    yield
    store.pages.clear()


def queries(client, address: str, **parameters: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address, **parameters)
    return len(asked)


def test_page_is_made_once_and_stays_the_same(client, db):
    make_facility("hall")
    first = client.get("/facilities/")

    with CaptureQueriesContext(connection) as asked:
        second = client.get("/facilities/")

    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert not any('FROM "portal_facility"' in one["sql"] and "ORDER BY" in one["sql"] for one in asked)


def test_page_is_made_anew_when_something_public_changes(client, db):
    hall = make_facility("hall", phone="12345")
    client.get("/facilities/")

    hall.phone = "67890"
    hall.save()

    assert "67890" in client.get("/facilities/").content.decode()


def test_page_shows_a_release_from_the_second_of_its_publication(client, db, monkeypatch):
    release = make_release()
    make_figure(release, make_indicator("crime"), 5)
    moment = timezone.now() + dt.timedelta(hours=1)
    publish(release, at=moment)
    before = client.get("/releases/").content.decode()

    monkeypatch.setattr(timezone, "now", lambda: moment)
    after = client.get("/releases/").content.decode()

    assert [release.title_zh in page for page in (before, after)] == [False, True]


@pytest.mark.slow
def test_page_is_kept_apart_by_language_care_mode_and_host(client, db, settings):
    settings.ALLOWED_HOSTS = ["testserver", "portal.example"]
    settings.PAGES_KEPT = 10
    pages = [client.get("/").content]

    client.cookies["portal_care"] = "on"
    pages.append(client.get("/").content)
    client.cookies["django_language"] = "en"
    pages.append(client.get("/").content)
    pages.append(client.get("/", headers={"host": "portal.example"}).content)

    assert len(set(pages)) == 4


def test_switch_still_leaves_its_cookie_on_a_kept_page(client, db):
    for _visit in range(2):
        client.cookies.clear()

        assert client.get("/?care=on").cookies["portal_care"].value == "on"
        assert client.get("/?lang=en&remember=lang").cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    "address",
    ["/?as_of=2022-07-01", "/nothing/", "/indicators/?colour=red", "/releases/feed/", "/api/v1/releases"],
)
def test_what_is_no_page_of_now_is_not_kept(client, db, address):
    client.get(address)

    assert not store.pages


def test_nothing_is_kept_for_a_visitor_with_a_session(client, editor):
    client.force_login(editor)

    client.get("/")

    assert not store.pages


@pytest.mark.slow
def test_oldest_page_goes_first(client, db):
    for number in range(4):
        client.get(f"/search/?q={number}")

    assert [key[2] for key in store.pages] == [f"/search/?q={number}" for number in (1, 2, 3)]
