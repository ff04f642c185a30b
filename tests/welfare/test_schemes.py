"""Schemes: the catalogue by tier, the page of one with its rules and disbursements, JSON, and the sector page."""

import pytest

from tests.pages import faults_of, queries_of
from tests.welfare.world import make_disbursement, make_rule, make_scheme, make_two_versions, make_version
from tests.world import make_area, make_release, publish
from welfare.models import Scheme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def june(shared):
    release = make_release("june")
    make_two_versions(release)
    towns = make_area(
        "towns", "group", members=[make_area("east", "town").code, make_area("west", "town").code]
    )
    make_disbursement(release, make_scheme("visits"), area=towns)
    Scheme.objects.filter(code="visits").update(tier="social")
    return shared(publish(release, at="2022-06-01"))


def test_catalogue_has_every_tier_and_says_who_assigned_it(client, june):
    page = client.get("/welfare/schemes/").content.decode()

    tiers = [page.index(f'id="tier-{tier}"') for tier in ("basic", "special", "social", "none")]
    assert tiers == sorted(tiers)
    assert page.index("/welfare/schemes/visits/") > tiers[2]
    assert "No scheme of this tier has been published." in page
    assert "not taken from a release" in page
    assert faults_of(page) == []


def test_page_has_rules_of_each_version_with_days_and_source(client, june):
    page = client.get("/welfare/schemes/illness-aid/").content.decode()

    assert page.index('id="version-since-may"') < page.index('id="version-before"')
    assert "does not say who is a newcomer" in " ".join(page.split())
    assert "last day not stated" in page
    assert "Clause of poor" in page
    assert "/releases/june/" in page
    assert faults_of(page) == []


def test_page_without_rules_says_so_and_shows_what_was_paid_where(client, june):
    page = client.get("/welfare/schemes/visits/").content.decode()

    assert "The rules of this scheme have not been published." in page
    assert "/areas/towns/" in page


def test_disbursement_is_on_the_page_of_its_area_and_of_its_members(client, june):
    assert "250,000 yuan" in client.get("/areas/towns/").content.decode()
    assert "250,000 yuan" in client.get("/areas/east/").content.decode()
    assert [row["area"] for row in client.get("/api/v1/disbursements?area=towns").json()["results"]] == [
        "towns"
    ]


def test_page_and_json_have_the_same_rows(client, june):
    body = client.get("/api/v1/schemes/illness-aid").json()
    versions = client.get("/api/v1/scheme-versions").json()["results"]
    rules = client.get("/api/v1/eligibility-rules").json()["results"]

    assert set(body["versions"]) == {row["id"] for row in versions}
    assert set(body["rules"]) == {row["id"] for row in rules}
    assert [row["code"] for row in client.get("/api/v1/schemes?tier=social").json()["results"]] == ["visits"]


def test_unreleased_schemes_are_nowhere(client, june):
    draft = make_release("draft")
    make_version(draft, make_scheme("secret"), "secret", valid_from="2022-05-01")
    make_rule(draft, "secret", "secret", make_scheme("secret"))

    pages = ("/welfare/", "/welfare/schemes/", "/welfare/cards/", "/api/v1/schemes")
    assert [path for path in pages if b"secret" in client.get(path).content] == []
    assert client.get("/welfare/schemes/secret/").status_code == 404
    assert client.get("/api/v1/schemes/secret").status_code == 404
    assert client.get("/welfare/schemes/visits/?as_of=2022-05-31").status_code == 404


def test_sector_page_begins_with_tasks_then_schemes(client, june):
    page = client.get("/welfare/").content.decode()

    places = [page.index(mark) for mark in ('id="tasks"', 'id="schemes"', 'id="disbursements"')]
    assert places == sorted(places)
    assert page.index("/welfare/eligibility/") < places[1]
    assert faults_of(page) == []


def test_catalogue_takes_as_many_queries_for_three_schemes_as_for_one(client):
    first = make_release("first")
    make_two_versions(first, make_scheme("one"))
    publish(first, at="2022-06-01")
    before = queries_of(client, "/welfare/schemes/")
    more = make_release("more")
    for code in ("two", "three"):
        make_two_versions(more, make_scheme(code))
    publish(more, at="2022-06-02")

    assert queries_of(client, "/welfare/schemes/") == before


def test_search_finds_schemes_of_releases_alone(client, june):
    make_scheme("unreleased")
    Scheme.objects.filter(code="unreleased").update(name_en="Aid for serious illness to come")

    answers = client.get("/search/?q=serious illness").context["found"].answers

    assert {hit.address for hit in answers} == {"/welfare/schemes/illness-aid/", "/welfare/schemes/visits/"}
