"""`/styleguide/`"""

import pytest

from tests.pages import faults_of


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_styleguide_shows_every_component_where_debugging(client, db, settings, language):
    settings.DEBUG = True

    page = client.get(f"/styleguide/?lang={language}")

    text = page.content.decode()
    assert (page.status_code, faults_of(text)) == (200, [])
    for shown in (
        "figure-card",
        "sector-card",
        "change-more",
        "change-less",
        "change-same",
        "<progress",
        "stage-now",
        "promise-bar",
        "<figure",
        "tag state-kept",
        "facility-card",
        "check-contradiction",
        "filters",
        "pager",
        "notice-strong",
    ):
        assert shown in text


def test_styleguide_is_not_there_otherwise(client, db):
    assert client.get("/styleguide/").status_code == 404
