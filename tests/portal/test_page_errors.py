"""The pages for 400, 403, 404 and 500, `robots.txt`, the sitemap and the page for journalists."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from portal.models import Release
from portal.pages import data_sets
from tests.pages import faults_of
from tests.world import make_everything, publish


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


def test_server_error_page_needs_no_database(django_db_blocker):
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


def test_pages_hold_no_inline_script_or_style(db):
    assert faults_of(render_to_string("500.html")) == []


def test_robots_may_read_everything_but_the_admin_the_past_and_searches(client, db):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /errors/",
        "Disallow: /*as_of=",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_page_of_the_past_asks_not_to_be_indexed(client, db):
    now, past = (client.get(f"/{query}").content.decode() for query in ("", "?as_of=2022-07-01"))

    assert ('content="noindex"' in now, 'content="noindex"' in past) == (False, True)


def test_sitemap_names_what_is_public(client, db):
    publish(make_everything("seen"))

    text = client.get("/sitemap.xml").content.decode()

    for address in (
        "/",
        "/safety/",
        "/indicators/seen-rate/",
        "/releases/seen/",
        "/commitments/seen-promise/",
    ):
        assert f"<loc>http://testserver{address}</loc>" in text


def test_data_page_names_lists_that_answer(client, db):
    text = client.get("/data/").content.decode()

    for noun in data_sets:
        for address in (f"/api/v1/{noun}", f"/api/v1/{noun}.csv", f"/api/v1/{noun}.xlsx"):
            assert f'href="{address}"' in text
            assert client.get(address).status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/docs/").status_code == 200
