"""The pages for errors, also with the database gone; `robots.txt`, the sitemap and the page for journalists."""

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied

from portal.publishing.models import Release
from portal.web import sitemaps
from portal.web.api.endpoints import endpoints
from portal.web.error_pages import server_error
from tests.pages import FIXED, faults_of
from tests.world import make_everything, make_release, publish


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("address", "status"), [("/nowhere/", 404), ("/indicators/?x=1", 400), ("/?as_of=x", 400)]
)
def test_error_page_is_sound_and_leads_on(client, db, address, status, language):
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")

    text = response.content.decode()
    assert (response.status_code, faults_of(text)) == (status, [])
    assert 'href="/' in text


def test_forbidden_page_is_sound(db):
    response = permission_denied(RequestFactory().get("/"), Exception())

    assert (response.status_code, faults_of(response.content.decode())) == (403, [])


def test_bad_request_names_the_parameter_and_what_is_allowed(client, db):
    text = client.get("/indicators/?sector=weather&lang=en").content.decode()

    assert "sector" in text
    assert "weather" in text
    assert "<code>projects</code>" in text


def test_bad_request_escapes_what_was_asked(client, db):
    text = client.get("/indicators/?sector=<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in text


def test_server_error_page_needs_no_database():
    response = server_error(RequestFactory().get("/"))

    assert (response.status_code, faults_of(response.content.decode())) == (500, [])


def test_server_error_is_what_a_reader_sees_when_the_database_fails(db, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    monkeypatch.setattr(Release.objects, "released", fail)

    response = Client(raise_request_exception=False).get("/releases/")

    assert response.status_code == 500
    assert "no_such_table" not in response.content.decode()


@pytest.fixture
def database_gone(django_db_setup, django_db_blocker):
    """The server of the database does not answer: there is none where the connection looks for it."""
    where = connection.settings_dict["HOST"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["HOST"] = "/nowhere"
        yield
        connection.close()
    connection.settings_dict["HOST"] = where


@pytest.mark.parametrize("address", ["/", "/safety/", "/indicators/?q=x", "/releases/feed/", "/sitemap.xml"])
def test_page_without_database_says_that_it_is_not_available(database_gone, address):
    response = Client(raise_request_exception=False).get(address)

    text = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"], faults_of(text)) == (503, "60", [])
    assert response.headers["Cache-Control"] == "no-store"
    assert ("暂时无法访问" in text, "Not available just now" in text, "/nowhere" in text) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("address", ["/api/v1/observations", "/api/v1/indicators/x", "/api/v1/units.csv"])
def test_json_without_database_says_that_it_is_not_available(database_gone, address):
    response = Client(raise_request_exception=False).get(address)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert response.json()["error"]["code"] == "unavailable"


@pytest.mark.parametrize("address", ["/privacy/", "/how-to-read/", "/nowhere/", "/errors/429/"])
def test_page_without_database_is_never_a_bare_error(database_gone, address):
    response = Client(raise_request_exception=False).get(address)

    assert response.status_code in {200, 404, 429, 503}
    assert faults_of(response.content.decode()) == []


def test_json_of_a_fault_of_ours_is_json(db, monkeypatch):
    monkeypatch.setattr(Release.objects, "released", None)

    response = Client(raise_request_exception=False).get("/api/v1/releases")

    assert (response.status_code, response.json()["error"]["code"]) == (500, "server_error")


@pytest.mark.parametrize(("address", "status"), [("/errors/429/", 429), ("/errors/503/", 503)])
def test_pages_for_the_proxy_are_sound_and_in_both_languages(client, address, status):
    response = client.get(address)

    text = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"], faults_of(text)) == (status, "60", [])
    assert 'lang="en"' in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(db, language):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = language

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    text = response.content.decode()
    assert (response.status_code, faults_of(text)) == (403, [])
    assert {"zh-hans": "表单已过期", "en": "This form has expired"}[language] in text


def test_request_for_another_host_is_refused_with_a_sound_page(client, db):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert (response.status_code, faults_of(response.content.decode())) == (400, [])
    assert "elsewhere.example" not in response.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/indicators/?x=1"])
def test_error_page_is_not_indexed_and_claims_no_address(client, db, address):
    text = client.get(address).content.decode()

    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical"' not in text


def test_pages_hold_no_inline_script_or_style(db):
    assert faults_of(render_to_string("500.html")) == []


def test_robots_may_read_everything_but_the_admin_and_searches(client, db):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /errors/",
        "Disallow: /notices/",
        "Disallow: /preview/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_page_of_the_past_asks_not_to_be_indexed(client, db):
    now, past = (client.get(f"/{query}").content.decode() for query in ("", "?as_of=2022-07-01"))

    assert ('content="noindex"' in now, 'content="noindex"' in past) == (False, True)


def test_sitemap_names_what_is_public_in_both_languages_with_its_last_change(client, db):
    publish(make_everything("seen"), at="2022-12-23")
    publish(make_release("later"), at="2023-01-01")

    text = client.get("/sitemap.xml").content.decode()

    for address, day in (
        ("/", "2023-01-01"),
        ("/safety/", "2023-01-01"),
        ("/indicators/seen-rate/", "2022-12-23"),
        ("/releases/seen/", "2022-12-23"),
        ("/commitments/seen-promise/", "2022-12-23"),
    ):
        for query in ("", "?lang=en"):
            assert f"<loc>http://testserver{address}{query}</loc><lastmod>{day}</lastmod>" in text
            alternate = f'hreflang="{"en" if query else "zh-hans"}" href="http://testserver{address}{query}"'
            assert alternate in text
    assert "<loc>http://testserver/privacy/</loc><xhtml" in text


def test_sitemap_names_every_fixed_page_but_the_search(client, db):
    text = client.get("/sitemap.xml").content.decode()

    missing = [address for address in FIXED if f"<loc>http://testserver{address}</loc>" not in text]
    assert missing == ["/search/"]


def test_sitemap_of_many_addresses_is_an_index_of_parts(client, db, monkeypatch):
    for slug in ("one", "two", "three"):
        publish(make_everything(slug), at="2022-12-23")
    whole = addresses_in(client, "/sitemap.xml")
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 5)

    parts = addresses_in(client, "/sitemap.xml")

    assert "http://testserver/sitemap-releases.xml" in parts
    assert "http://testserver/sitemap-releases.xml?p=2" in parts
    assert [len(addresses_in(client, part)) for part in parts if "releases" in part] == [4, 2]
    assert sorted(one for part in parts for one in addresses_in(client, part)) == sorted(whole)
    assert client.get("/sitemap-nothing.xml").status_code == 404


def addresses_in(client, address: str) -> list[str]:
    return re.findall("<loc>([^<]*)</loc>", client.get(address).content.decode())


@pytest.mark.slow("1.0 s: opens many pages")
def test_data_page_names_lists_that_answer(client, db):
    text = client.get("/data/").content.decode()

    for noun in endpoints:
        for address in (f"/api/v1/{noun}", f"/api/v1/{noun}.csv", f"/api/v1/{noun}.xlsx"):
            assert f'href="{address}"' in text
            assert client.get(address).status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs/").status_code == 200
