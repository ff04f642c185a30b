"""The pages that are made before the first visitor asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.runserver import server
from portal.runserver.server import load_application
from tests.world import make_figure, make_indicator, make_release, publish

HOST = "127.0.0.1:8000"


@pytest.fixture
def made(db, page_cache):
    """A release, and one page of each kind."""
    release = make_release()
    make_figure(release, make_indicator("crime"), 5)
    publish(release)
    server.warm_up(load_application(), HOST)
    return release


def test_a_page_of_each_kind_is_there_for_the_first_visitor(made, client):
    for address in ("/", "/indicators/crime/", f"/releases/{made.slug}/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address, headers={"host": HOST})
        assert len(asked) == 1


def test_page_that_fails_hinders_nothing(client, db, page_cache, monkeypatch):
    monkeypatch.setattr(server, "addresses", lambda: iter(["/nowhere/", "/glossary/"]))

    server.warm_up(load_application(), HOST)

    with CaptureQueriesContext(connection) as asked:
        client.get("/glossary/", headers={"host": HOST})
    assert len(asked) == 1
