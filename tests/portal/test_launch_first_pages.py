"""The pages that are made before the first visitor asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.runserver import warm_up
from portal.runserver.server import load_application
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
    warm_up.make_first_pages(load_application(), HOST)
    return release


def test_a_page_of_each_kind_is_there_for_the_first_visitor(made, client):
    kept = {key[2] for key in store.pages}

    assert kept >= {"/", "/indicators/crime/", f"/releases/{made.slug}/"}
    with CaptureQueriesContext(connection) as asked:
        client.get("/", headers={"host": HOST})
    assert not any("portal_indicator" in one["sql"] and "ORDER BY" in one["sql"] for one in asked)


def test_page_that_fails_hinders_nothing(db, monkeypatch):
    monkeypatch.setattr(warm_up, "addresses", lambda: iter(["/nowhere/", "/glossary/"]))

    warm_up.make_first_pages(load_application(), HOST)

    assert "/glossary/" in {key[2] for key in store.pages}
