"""What the portal shows of the two documents that it ships with, from the outside."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

from tests.world import kept

ARTICLE, CONFERENCE = "livelihood-article-2022-06", "livelihood-press-conference-2022-12"
RATE = "severe-mental-management-rate"


@pytest.fixture(scope="module", autouse=True)
def seeds(django_db_blocker, django_db_setup, tmp_path_factory):
    from django.test import override_settings

    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


def results(client: Client, address: str) -> list[dict]:
    return json.loads(client.get(address).content)["results"]


@pytest.mark.django_db
def test_observations_as_of_july_lack_what_december_brought(client):
    july = results(client, "/api/v1/observations?sector=safety&limit=1000&as_of=2022-07-01")
    today = results(client, "/api/v1/observations?sector=safety&limit=1000")

    assert {row["release"] for row in july} == {ARTICLE}
    assert {row["release"] for row in today} == {ARTICLE, CONFERENCE}
    assert 140000 in [row["value"] for row in july if row["indicator"] == "followup-visits"]
    assert 295000 not in [row["value"] for row in july]
    assert 295000 in [row["value"] for row in today if row["indicator"] == "followup-visits"]


@pytest.mark.django_db
def test_failed_checks_are_the_two_that_the_documents_get_wrong(client):
    failed = results(client, "/api/v1/checks?passed=false")

    assert sorted((row["stated"], row["computed"], row["difference"]) for row in failed) == [
        (91.6, 91.404011, 0.195989),
        (314, 336, -22),
    ]


@pytest.mark.django_db
def test_rate_that_its_counts_do_not_give_is_on_the_page_of_the_indicator(client):
    page = client.get(f"/indicators/{RATE}/").content.decode()

    for shown in ("91.6%", "91.404%", "638人次", "698人次", "不符"):
        assert shown in page


@pytest.mark.django_db
def test_old_estates_promised_in_june_were_reported_as_changed(client):
    address = "/api/v1/commitments/old-estates-2022"

    states = [json.loads(client.get(address + as_of).content)["state"] for as_of in ("?as_of=2022-07-01", "")]

    assert states == ["pending", "changed"]


@pytest.mark.django_db
def test_damaged_token_is_shown_as_printed_with_its_reading_and_note(client):
    rows = results(client, f"/api/v1/observations?release={CONFERENCE}&status=low_reliability&limit=1000")

    read = {row["value"]: row for row in rows if "604110821" in row["as_printed"]}
    assert sorted(read) == [6041, 10821]
    assert all(row["note"] for row in rows)
