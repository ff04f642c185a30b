"""The page cache: pages and JSON answers, kept until something public changes."""

import datetime as dt
import gzip
import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings as production
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.web import page_cache as module
from tests.world import commit, make_facility, make_figure, make_indicator, make_release, publish

PACKED = {"accept-encoding": "gzip"}

pytestmark = pytest.mark.usefixtures("page_cache")


@pytest.mark.parametrize(
    "address",
    ["/facilities/", "/api/v1/facilities", "/facilities/?as_of=2022-07-01", "/api/v1/areas?as_of=2022-07-01"],
)
def test_answer_is_made_once_and_read_with_one_query(client, db, address):
    make_facility("hall")
    commit()
    first = client.get(address)

    with CaptureQueriesContext(connection) as asked:
        second = client.get(address)

    headers = [{**answer.headers, "X-Request-ID": ""} for answer in (first, second)]
    assert (second.content, headers[1]) == (first.content, headers[0])
    assert len(asked) == 1


def test_cached_answer_is_sent_compressed_and_as_304(client, db):
    make_facility("hall")
    commit()
    plain = client.get("/api/v1/facilities")

    packed = client.get("/api/v1/facilities", headers={"accept-encoding": "gzip"})
    held = client.get("/api/v1/facilities", headers={"if-none-match": plain.headers["ETag"]})
    head = client.head("/api/v1/facilities")

    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    assert (held.status_code, held.content, held.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", plain.headers["ETag"])


def test_answer_is_kept_as_it_is_sent_in_either_encoding(client, db, page_cache):
    make_facility("hall")
    commit()
    plain, packed = client.get("/facilities/"), client.get("/facilities/", headers=PACKED)

    entries = [page_cache.get(key.split(":")[-1]) for key in list(page_cache._cache)]
    kept = {headers.get("Content-Encoding"): content for content, headers, _end in entries}
    held = client.get("/facilities/", headers={**PACKED, "if-none-match": packed.headers["ETag"]})

    assert kept == {None: plain.content, "gzip": packed.content}
    assert gzip.decompress(packed.content) == plain.content
    assert held.status_code == 304


def test_head_leaves_nothing_in_the_cache(client, db, page_cache):
    client.head("/facilities/")

    assert not page_cache._cache


@pytest.mark.parametrize("address", ["/facilities/", "/api/v1/facilities"])
def test_answer_is_made_anew_when_something_public_changes(client, db, address):
    hall = make_facility("hall", phone="12345")
    commit()
    client.get(address)

    hall.phone = "67890"
    hall.save()
    commit()

    assert "67890" in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/releases/", "/api/v1/releases"])
def test_answer_shows_a_release_from_the_second_of_its_publication(client, db, monkeypatch, address):
    release = make_release()
    make_figure(release, make_indicator("crime"), 5)
    moment = timezone.now() + dt.timedelta(hours=1)
    commit()
    before = client.get(address)
    publish(release, at=moment)
    approved = client.get(address)

    monkeypatch.setattr(timezone, "now", lambda: moment)
    after = client.get(address)

    assert approved.headers["ETag"] == before.headers["ETag"]
    assert [release.title_zh in answer.content.decode() for answer in (approved, after)] == [False, True]


def test_page_is_cached_apart_by_language_and_care_mode(client, db):
    pages = [client.get("/").content]

    client.cookies["portal_care"] = "on"
    pages.append(client.get("/").content)
    client.cookies["django_language"] = "en"
    pages.append(client.get("/").content)

    assert len(set(pages)) == 3


@pytest.mark.usefixtures("page_cache")
def test_page_is_the_same_by_whatever_host_and_refused_by_none_of_the_portals(client, db, settings):
    settings.ALLOWED_HOSTS = ["testserver", "portal.example"]

    pages = [
        client.get("/", headers={"host": host}) for host in ("testserver", "portal.example", "elsewhere")
    ]

    assert [page.status_code for page in pages] == [200, 200, 400]
    assert pages[0].content == pages[1].content


def test_switch_still_leaves_its_cookie(client, db):
    for _visit in range(2):
        client.cookies.clear()

        assert client.get("/?care=on").cookies["portal_care"].value == "on"
        assert client.get("/?lang=en&remember=lang").cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/indicators/?colour=red",
        "/?as_of=never",
        "/?as_of=2022-07-01&as_of=2022-07-02",
        "/releases/feed/",
        "/api/v1/releases.csv",
        "/admin/login/",
    ],
)
def test_errors_streams_and_private_pages_are_not_cached(client, db, address, page_cache):
    client.get(address)

    assert not page_cache._cache


def test_answer_that_is_too_long_is_not_cached(client, db, page_cache, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 100)

    client.get("/")

    assert not page_cache._cache


@pytest.mark.parametrize("prefix", ["", "__Host-"])
def test_nothing_is_cached_for_a_visitor_with_a_session(client, editor, page_cache, prefix):
    client.force_login(editor)
    name = production.SESSION_COOKIE_NAME
    client.cookies = type(client.cookies)({f"{prefix}{name}": client.cookies[name].value})

    client.get("/")

    assert not page_cache._cache


def test_bad_address_is_refused_as_without_the_cache(client, db):
    many = "&".join(f"x{number}=1" for number in range(production.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))

    assert client.get(f"/?{many}").status_code == 400
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_cached_answer_enters_five_of_our_own_files(client, db):
    client.get("/glossary/")
    own, entered = Path(production.BASE_DIR), set()

    def enter(frame: FrameType, event: str, _argument: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(own) and ".venv" not in file.parts:
            entered.add(str(file.relative_to(own)))

    sys.setprofile(enter)
    try:
        client.get("/glossary/")
    finally:
        sys.setprofile(None)

    assert len({file for file in entered if not file.startswith("tests/")}) <= 5, entered
