"""Projects as a package of the Open Contracting for Infrastructure Data Standard."""

import datetime as dt
import json
from importlib.util import find_spec

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.api import package as chunked
from projects.models import Undertaking
from tests.projects.standard import STANDARD, faults_of
from tests.projects.world import (
    make_benefit,
    make_document,
    make_funding,
    make_item,
    make_milestone,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import commit, kept, make_release, publish

pytestmark = pytest.mark.django_db
PACKAGE = "/api/v1/projects.oc4ids.json"
needs_standard = pytest.mark.skipif(
    not STANDARD.is_dir(), reason=f"The standard is not beside the project: {STANDARD} is missing."
)


def package(client: Client, query: str = "") -> dict:
    answer = client.get(f"{PACKAGE}{query}")
    assert answer.status_code == 200
    return json.loads(b"".join(answer.streaming_content))


@pytest.fixture
def seeds(db, settings, tmp_path) -> None:
    settings.VAR = tmp_path  # where the passwords of the demo accounts are kept
    call_command("load_seeds")


@pytest.mark.slow("2 s: loads the shipped data")
def test_the_seeds_are_a_package_of_every_project(client, seeds):
    projects = Undertaking.objects.exclude(kind=Undertaking.Kind.PROGRAMME).count()

    assert len(package(client)["projects"]) == projects


@pytest.mark.slow("4 s: loads the shipped data")
@needs_standard
def test_the_seeds_are_a_valid_package_in_both_languages_at_any_time(client, seeds):
    for query in ("", "?lang=en", "?as_of=2022-07-01", "?limit=10"):
        found = package(client, query)

        assert faults_of(found) == []
        assert len(found["projects"]) >= 10

    if find_spec("libcoveoc4ids"):  # fifty packages more, one of them without a wheel: in no lock of ours
        from tools.oc4ids import faults_of as judged

        assert judged(found, STANDARD) == {}


@needs_standard
def test_faults_of_a_package_are_found(client, db):
    publish(make_undertakings("june"), "2022-06-17")
    found = package(client, "?q=june-project")
    (project,) = found["projects"]
    project["id"] = "road"
    project["status"] = "built"
    project["colour"] = "red"
    project["title"] = ""
    project["parties"] = []
    project["milestones"][0]["dueDate"] = "2022-12-31"
    project["locations"] *= 2

    faults = " ".join(faults_of(found))

    for fault in (
        "no prefix",
        "status: built",
        "colour is unknown",
        "title is empty",
        "no party",
        "2022-12-31",
    ):
        assert fault in faults


@pytest.fixture(scope="module")
def bridge(django_db_setup, django_db_blocker):
    """A project with everything that a package can say of it; it continues another."""
    with kept(django_db_blocker):
        june, december = make_release("june"), make_release("december")
        before = make_project("ford", category="waters", name_en="Ford")
        make_report(june, before, "completion")
        project = make_project("bridge", predecessors=[before], name_en="Bridge")
        make_item(june, project, "deck", planned_quantity="987.50", qualifier="about")
        make_report(june, project, "implementation", percent=40)
        make_report(june, project, work_item="deck", quantity=500)
        make_milestone(
            june, project, "start", kind="start", due="2022-03-01", is_met=True, met_on="2022-03-05"
        )
        make_milestone(june, project, due="2022-09-30")
        for source, amount in (("total", "6760000.50"), ("government", 2_920_000)):
            make_funding(june, project, amount, source)
        make_funding(june, project, 1_000_000, kind="paid")
        make_benefit(june, project, 120)
        make_document(june, project)
        publish(june, "2022-06-17")
        make_report(december, project, "handover", as_at="2022-11-30")
        make_milestone(december, project, due="2022-10-31", is_met=True, met_on="2022-10-20")
        publish(december, "2022-12-23")
        yield


def one(query: str = "?q=bridge&lang=en") -> dict:
    (project,) = package(Client(), query)["projects"]
    return project


def test_a_project_is_told_in_words_of_the_standard(bridge):
    project = one()

    assert (project["id"], project["title"]) == ("oc4ids-000000-bridge", "Bridge")
    assert (project["language"], project["updated"]) == ("en", "2022-12-23T00:00:00+08:00")
    assert (project["status"], project["sector"]) == ("completion", ["transport.road"])
    assert "type" not in project
    assert project["identifiers"] == [{"id": "bridge"}]
    assert project["publicAuthority"] == {"id": "construction", "name": "construction"}


def test_plan_is_told_from_an_approval_and_a_reading_from_a_report(db):
    release = make_release()
    told = {"normal": "planned (reported)", "estimated": "planned (computed)"}
    for status in told:
        project = make_project(f"pier-{status}", name_en="Pier")
        make_report(release, project, "planned", status=status)
    publish(release, "2022-06-17")

    for found in package(Client(), "?q=pier&lang=en")["projects"]:
        words = told[found["identifiers"][0]["id"].removeprefix("pier-")]
        stage = {"scheme": "portal", "id": "stage/planned", "description": words}
        assert found["status"] == "identification"
        assert found["additionalClassifications"][-1] == stage


def test_money_is_a_budget_with_its_sources_and_what_was_paid(bridge):
    project = one()

    assert project["budget"]["amount"] == {"amount": 6760000.5, "currency": "CNY"}
    (share,) = project["budget"]["budgetBreakdowns"][0]["budgetBreakdown"]
    assert (share["amount"]["amount"], share["sourceParty"]["id"]) == (2920000, "source-government")
    assert project["completion"]["finalValue"] == {"amount": 1000000, "currency": "CNY"}
    assert [party["id"] for party in project["parties"]] == ["construction", "source-government"]


def test_a_period_is_the_planned_one_and_milestones_say_what_became_of_it(bridge):
    project = one()

    assert project["period"] == {
        "startDate": "2022-03-01T00:00:00+08:00",
        "endDate": "2022-09-30T23:59:59+08:00",
    }
    assert project["completion"]["endDate"] == "2022-10-20T23:59:59+08:00"
    assert [(row["id"], row["status"], row["dueDate"][:10]) for row in project["milestones"]] == [
        ("start", "met", "2022-03-01"),
        ("completion", "met", "2022-10-31"),
    ]


def test_plans_are_forecasts_and_reports_metrics(bridge):
    project = one()

    planned = {row["id"]: row["observations"][0] for row in project["forecasts"]}
    done = {row["id"]: row["observations"][0] for row in project["metrics"]}
    assert (planned["deck"]["measure"], planned["deck"]["notes"]) == (987.5, "about")
    assert planned["beneficiaries-household"]["measure"] == 120
    assert (done["deck"]["measure"], done["deck"]["unit"]) == (500, {"name": "metres"})
    assert (done["physicalProgress"]["measure"], done["physicalProgress"]["unit"]["id"]) == (40, "P1")
    assert done["financialProgress"]["value"] == {"amount": 1000000, "currency": "CNY"}


def test_documents_releases_and_the_predecessor_are_linked(bridge):
    project = one()

    assert [row["documentType"] for row in project["documents"]] == [
        "illustration",
        "physicalProgressReport",
        "physicalProgressReport",
    ]
    assert project["documents"][1]["url"] == "http://testserver/releases/june/"
    (before,) = project["relatedProjects"]
    assert (before["identifier"], before["title"]) == ("oc4ids-000000-ford", "Ford")


@needs_standard
def test_everything_that_a_project_can_have_is_valid(bridge):
    assert faults_of(package(Client())) == []


def test_a_package_as_of_a_day_says_what_was_known_then(bridge):
    project = one("?q=bridge&as_of=2022-07-01")

    assert (project["status"], "completion" in project) == ("implementation", False)
    assert [row["status"] for row in project["milestones"]] == ["met", "scheduled"]


def test_the_prefix_is_the_publishers_own(bridge, settings):
    settings.OC4IDS_PREFIX = "oc4ids-abc123"

    assert one()["id"] == "oc4ids-abc123-bridge"
    assert one()["relatedProjects"][0]["identifier"] == "oc4ids-abc123-ford"


def test_a_package_is_filtered_sorted_and_paged_like_the_list(bridge, client):
    listed = [row["code"] for row in client.get("/api/v1/projects?sort=newest").json()["results"]]
    first = client.get(f"{PACKAGE}?sort=newest&limit=1")
    address = first.headers["Link"].split(">")[0].lstrip("<")
    second = json.loads(b"".join(client.get(address).streaming_content))

    paged = [*json.loads(b"".join(first.streaming_content))["projects"], *second["projects"]]
    assert [project["identifiers"][0]["id"] for project in paged] == listed
    assert package(client, "?category=waters")["projects"][0]["title"]
    assert client.get(f"{PACKAGE}?colour=red").status_code == 400


def test_a_package_without_projects_is_none(bridge, client):
    assert client.get(f"{PACKAGE}?as_of=2020-01-01").status_code == 404
    assert client.get(f"{PACKAGE}?stage=cancelled").status_code == 404


def test_a_package_has_a_name_and_is_not_sent_twice(bridge, client):
    name = client.get(PACKAGE).headers["ETag"]

    assert client.get(PACKAGE, headers={"If-None-Match": name}).status_code == 304
    assert client.get(f"{PACKAGE}?as_of=2022-07-01").headers["ETag"] != name


def test_approving_for_tomorrow_changes_nothing(client, db):
    publish(make_undertakings("early"), "2022-06-17")
    secret = make_undertakings("secret")
    commit()
    before = client.get(PACKAGE)

    publish(secret, timezone.now() + dt.timedelta(days=1))

    after = client.get(PACKAGE)
    assert after.headers["ETag"] == before.headers["ETag"]
    assert b"".join(after.streaming_content) == b"".join(before.streaming_content)
    assert Undertaking.objects.filter(code="secret-project").exists()


def test_more_projects_take_no_more_queries(client, db):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            package(client)
        return len(captured)

    publish(make_undertakings("one"), "2022-06-17")
    few = queries()
    publish(make_undertakings("two"), "2022-06-18")

    assert queries() == few


def test_a_package_of_several_chunks_is_whole_and_in_the_order_of_the_list(client, db, monkeypatch):
    for number in range(5):
        publish(make_undertakings(f"part-{number}"), "2022-06-17")
    whole = package(client, "?sort=newest")
    monkeypatch.setattr(chunked, "CHUNK", 2)

    parts = package(client, "?sort=newest")

    assert parts == whole
    assert len(whole["projects"]) > 5


def test_a_work_item_without_a_quantity_is_no_obstacle(client, db):
    release, project = make_release(), make_project("bare")
    make_item(release, project, "planting", unit=None)
    publish(release)

    assert project.name_zh in [one["title"] for one in package(client)["projects"]]


def test_a_package_is_described_and_linked(client, db):
    schema = client.get("/api/v1/openapi.json?lang=en").json()
    operation = schema["paths"][PACKAGE]["get"]
    refused = client.get(f"{PACKAGE}?colour=red").json()["error"]

    assert sorted(one["name"] for one in operation["parameters"]) == sorted(refused["allowed"])
    assert "OC4IDS" in operation["description"]
    assert list(operation["responses"]) == ["200", "400", "404"]
    assert f'href="{PACKAGE}"' in client.get("/data/").content.decode()


def test_a_milestone_of_which_nothing_was_said_since_is_not_called_not_met(client, db):
    release, project = make_release(), make_project("quiet")
    make_report(release, project)
    make_milestone(release, project, due=dt.date(2022, 9, 30))
    make_milestone(release, project, "start", kind="start", due=dt.date(2022, 3, 31))
    publish(release, "2022-06-17")

    (found,) = (one for one in package(client)["projects"] if one["title"] == project.name_zh)

    assert {one["id"]: one["status"] for one in found["milestones"]} == {
        "completion": "scheduled",
        "start": "notMet",
    }
