"""Names of answers (ETag), their encodings, and their language."""

import gzip
import re

import pytest
from django.test import Client

from portal.web.page_cache import accepts_gzip
from tests.world import kept, make_area, make_everything, make_release, make_user, publish

PUBLIC = [
    "/",
    "/indicators/",
    "/indicators/june-rate/",
    "/releases/june/",
    "/releases/feed/",
    "/commitments/",
    "/data/",
    "/sitemap.xml",
    "/api/v1/",
    "/api/v1/observations",
    "/api/v1/observations.csv",
    "/api/v1/releases/june",
    "/api/v1/openapi.json",
]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("june"), "2022-06-17")
        for number in range(20):
            make_area(f"site-{number}", "site")
        yield


@pytest.fixture
def site(district) -> Client:
    return Client()


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_answer_has_a_strong_etag_and_answers_304(site, path):
    first = site.get(path)
    name = first.headers["ETag"]

    again = site.get(path, headers={"If-None-Match": name})

    assert name.startswith('"')
    assert (again.status_code, body(again)) == (304, b"")
    assert again.headers["ETag"] == name
    assert "Cookie" in again.headers["Vary"]
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("held", ["W/{}", '"other", {}', "*"])
def test_if_none_match_may_be_weakened_or_one_of_many(site, held):
    name = site.get("/api/v1/areas").headers["ETag"]

    assert site.get("/api/v1/areas", headers={"If-None-Match": held.format(name)}).status_code == 304


def test_another_answer_is_sent_whole(site):
    assert site.get("/api/v1/areas", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_release_gives_lists_a_new_name(site, db):
    before = {path: site.get(path).headers["ETag"] for path in ("/api/v1/releases", "/api/v1/areas.csv")}

    publish(make_release(), "2022-12-23")

    assert not set(before.values()) & {site.get(path).headers["ETag"] for path in before}


@pytest.mark.parametrize("path", ["/", "/api/v1/areas", "/api/v1/areas.csv"])
def test_each_encoding_has_a_strong_name_of_its_own_and_the_same_bytes_each_time(site, path):
    plain = site.get(path)

    one, other = (site.get(path, headers={"Accept-Encoding": "br, gzip"}) for _ in range(2))

    assert one.headers["Content-Encoding"] == "gzip"
    assert one.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    packed = body(one)
    assert packed == body(other)
    assert gzip.decompress(packed) == body(plain)
    assert "Accept-Encoding" in plain.headers["Vary"]
    held = {"Accept-Encoding": "gzip", "If-None-Match": one.headers["ETag"]}
    assert site.get(path, headers=held).status_code == 304
    assert site.get(path, headers={"If-None-Match": one.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("deflate, gzip ; q=1.0", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("identity", False),
        ("", False),
        ("xgzip", False),
    ],
)
def test_gzip_is_used_where_it_is_taken(accepted, taken):
    assert accepts_gzip(accepted) is taken


def test_a_workbook_is_not_compressed_again(site):
    assert not site.get("/api/v1/areas.xlsx", headers={"Accept-Encoding": "gzip"}).has_header(
        "Content-Encoding"
    )


@pytest.mark.parametrize("path", ["/admin/login/", "/"])
def test_nothing_of_an_official_is_compressed_or_kept_by_others(site, db, path):
    site.force_login(make_user("official", "construction", "editor"))

    answer = site.get(path, headers={"Accept-Encoding": "gzip"})

    assert not answer.has_header("Content-Encoding")
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_the_admin_has_no_etag(site):
    assert not site.get("/admin/login/").has_header("ETag")


def test_a_page_is_chinese_whatever_the_browser_prefers(site):
    answer = site.get("/", headers={"Accept-Language": "en"})

    assert answer.headers["Content-Language"] == "zh-hans"
    assert not answer.cookies


def test_a_page_keeps_the_language_that_was_chosen_by_the_switch(site):
    page = site.get("/").content.decode()
    switch = re.search(r'<a class="switch" href="([^"]+)" lang="en"', page)[1].replace("&amp;", "&")

    chosen = site.get(switch)

    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/?lang=en")
    assert chosen.cookies["django_language"].value == "en"
    assert site.get("/").headers["Content-Language"] == "en"


def test_a_link_with_a_language_is_read_in_it_and_chooses_none(site):
    site.cookies["django_language"] = "zh-hans"

    found = site.get("/?lang=en")

    assert (found.headers["Content-Language"], dict(found.cookies)) == ("en", {})
    assert site.get("/").headers["Content-Language"] == "zh-hans"


def test_switch_leads_nowhere_else(site):
    answer = site.get("/?lang=en&remember=lang", PATH_INFO="//portal.example/")

    assert answer.headers["Location"] == "/%2Fportal.example/?lang=en"


@pytest.mark.parametrize("kept", ["fr", "", "\x7f", "zh-hans; x"])
def test_a_cookie_with_no_language_of_ours_is_as_none(site, kept):
    site.cookies["django_language"] = kept

    assert site.get("/").headers["Content-Language"] == "zh-hans"


def test_the_two_languages_have_different_names(site):
    paths = ("/api/v1/sectors", "/api/v1/sectors.csv", "/")

    for path in paths:
        names = {site.get(f"{path}?lang={language}").headers["ETag"] for language in ("en", "zh-hans")}
        assert len(names) == 2
