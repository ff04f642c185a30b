"""The pages that are made before the first visitor asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.launch import first_pages
from portal.launch.server import load_application
from portal.web.page_cache import store
from tests.world import make_figure, make_indicator, make_release, publish

HOST = "127.0.0.1:8000"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGES_KEPT = 30
    store.pages.clear()
    yield
    store.pages.clear()


@pytest.fixture
def made(db):
    """A release, and one page of each kind."""
    release = make_release()
    make_figure(release, make_indicator("crime"), 5)
    publish(release)
    first_pages.make_first_pages(load_application(), HOST)
    return release


def test_a_page_of_each_kind_is_there_for_the_first_visitor(made, client):
    kept = {key[2] for key in store.pages}

    assert kept >= {"/", "/indicators/crime/", f"/releases/{made.slug}/"}
    with CaptureQueriesContext(connection) as asked:
        client.get("/", headers={"host": HOST})
    assert not any("portal_indicator" in one["sql"] and "ORDER BY" in one["sql"] for one in asked)


def test_page_that_fails_hinders_nothing(db, monkeypatch):
    monkeypatch.setattr(first_pages, "addresses", lambda: iter(["/nowhere/", "/glossary/"]))

    first_pages.make_first_pages(load_application(), HOST)

    assert "/glossary/" in {key[2] for key in store.pages}
