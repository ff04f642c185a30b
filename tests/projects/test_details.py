"""One detail, three doors: the page, the JSON and the OC4IDS of a project or programme say the same."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.detail.project import ProgrammeDetail, ProjectDetail
from projects.models import Undertaking
from tests.projects.world import (
    link_commitment,
    make_document,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import kept, publish

pytestmark = pytest.mark.django_db
Said = dict[str, list[str]]
#: What OC4IDS has no word for, or words of its own.
NOT_IN_OC4IDS = {"commitments", "reports"}


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One of everything in June and in December; and a project whose programme is named by no record of its own."""
    with kept(django_db_blocker):
        june, december = make_undertakings("june"), make_undertakings("december")
        make_document(june, Undertaking.objects.get(code="june-project"))
        parks = make_project("park", programme=make_programme("parks"))
        make_report(june, parks)
        link_commitment(june, parks)
        publish(june, "2022-06-17")
        publish(december, "2022-12-23")
        yield


@pytest.fixture
def shipped(db, settings, tmp_path) -> None:
    settings.VAR = tmp_path  # where the passwords of the demo accounts are kept
    call_command("load_seeds")


def page_of(one: Undertaking) -> str:
    return f"/projects/{'programmes/' if one.is_programme else ''}{one.code}/"


def record_of(one: Undertaking) -> str:
    return f"/api/v1/{'programmes' if one.is_programme else 'projects'}/{one.code}"


def said_by_page(text: str) -> Said:
    """What stands on a page in English, by the sections of the JSON."""
    sections = dict(re.findall(r'<section[^>]*aria-labelledby="([\w-]+)">(.*?)</section>', text, re.DOTALL))
    history = re.findall(
        r"<tr( class=\"ended\")? id=\"report-(.*?)</tr>", sections.get("history", ""), re.DOTALL
    )
    whole = [row for ended, row in history if not ended and ">Whole project<" in row]
    return {
        "commitments": sorted(re.findall(r'href="/commitments/([\w-]+)/', sections.get("commitments", ""))),
        "work_items": texts(r'<h3 class="work-name">(.*?)</h3>', sections.get("works", "")),
        "milestones": texts(r'<th scope="row">(.*?)[<]', sections.get("milestones", "")),
        "beneficiaries": texts(r'<data value="([\d.]+)">', sections.get("benefits", "")),
        "funding": texts(r'<span class="figure">[^<]*<data value="([\d.]+)">', sections.get("money", "")),
        "documents": texts(r'(?:href|src)="[^"]*?(/releases/[\w-]+/\w+/\d+/)', sections.get("documents", "")),
        "indicators": sorted(re.findall(r'href="/indicators/([\w-]+)/', sections.get("statistics", ""))),
        "reports": texts(r'<th scope="row"><time datetime="([\d-]+)"', "".join(whole)),
    }


def texts(pattern: str, text: str) -> list[str]:
    return sorted(unescape(found).strip() for found in re.findall(pattern, text, re.DOTALL))


def said_by_json(answer: dict) -> Said:
    return {
        "commitments": sorted(row["code"] for row in answer["commitments"]),
        "work_items": sorted(row["name"] for row in answer["work_items"]),
        "milestones": sorted(row["name"] for row in answer["milestones"]),
        "beneficiaries": sorted(f"{row['value']}" for row in answer["beneficiaries"]),
        "funding": sorted(f"{row['amount']}" for row in answer["funding"]["rows"]),
        "documents": sorted(row["address"].removeprefix("http://testserver") for row in answer["documents"]),
        "indicators": sorted(answer["indicators"]),
        "reports": sorted(row["as_at"] for row in answer["reports"]),
    }


def planned_by_json(answer: dict) -> Said:
    """What of the JSON has a place in OC4IDS: planned quantities, shares of the cost …"""
    planned = [row["code"] for row in answer["work_items"] if row["planned_quantity"] is not None]
    units = [f"beneficiaries-{row['unit']}" for row in answer["beneficiaries"] if row["kind"] == "planned"]
    shares = [
        row for row in answer["funding"]["rows"] if row["kind"] == "planned" and row["source"] != "total"
    ]
    return {
        "forecasts": sorted(planned + units),
        "milestones": sorted(row["name"] for row in answer["milestones"]),
        "documents": said_by_json(answer)["documents"],
        "shares": sorted(f"{row['amount']}" for row in shares),
    }


def said_by_oc4ids(project: dict) -> Said:
    (breakdown,) = project.get("budget", {}).get("budgetBreakdowns", [{"budgetBreakdown": []}])
    own = [row for row in project.get("documents", []) if row["id"].startswith("document-")]
    return {
        "forecasts": sorted(row["id"] for row in project.get("forecasts", [])),
        "milestones": sorted(row["title"] for row in project.get("milestones", [])),
        "documents": sorted(row["url"].removeprefix("http://testserver") for row in own),
        "shares": sorted(f"{row['amount']['amount']}" for row in breakdown["budgetBreakdown"]),
    }


def package(client: Client, query: str) -> dict[str, dict]:
    answer = client.get(f"/api/v1/projects.oc4ids.json?lang=en{query}")
    projects = json.loads(b"".join(answer.streaming_content))["projects"]
    return {project["identifiers"][0]["id"]: project for project in projects}


def differences(client: Client, query: str = "") -> dict[str, tuple[Said, Said]]:
    """By code what a door says differently from the JSON, over every project and programme public then."""
    found, standard = {}, package(client, query)
    for one in Undertaking.objects.order_by("code"):
        page = client.get(f"{page_of(one)}?lang=en{query}")
        if page.status_code == 404:
            assert client.get(f"{record_of(one)}?lang=en{query}").status_code == 404
            continue
        answer = client.get(f"{record_of(one)}?lang=en{query}").json()
        shown, given = said_by_page(page.content.decode()), said_by_json(answer)
        if shown != given:
            found[f"page {one.code}"] = shown, given
        if one.code in standard and said_by_oc4ids(standard[one.code]) != planned_by_json(answer):
            found[f"oc4ids {one.code}"] = said_by_oc4ids(standard[one.code]), planned_by_json(answer)
    return found


@pytest.mark.parametrize("query", ["", "&as_of=2022-07-01"])
def test_page_json_and_oc4ids_say_the_same(client, district, query):
    assert differences(client, query) == {}


@pytest.mark.slow("10 s: loads the shipped data")
@pytest.mark.parametrize("query", ["", "&as_of=2022-07-01"])
def test_page_json_and_oc4ids_say_the_same_of_everything_shipped(client, shipped, query):
    assert differences(client, query) == {}


def test_programme_has_the_commitments_about_its_projects(client, district):
    answer = client.get("/api/v1/programmes/parks").json()

    assert len(answer["commitments"]) == 1


@pytest.mark.parametrize(
    ("detail", "code"), [(ProjectDetail, "june-project"), (ProgrammeDetail, "june-programme")]
)
def test_details_take_as_many_queries_for_many_as_for_one(district, detail, code):
    def queries(**chosen: str) -> int:
        rows = detail.model.objects.filter(**chosen).for_list()
        with CaptureQueriesContext(connection) as captured:
            detail.many(rows, timezone.now())
        return len(captured)

    queries()  # what is cached is read

    assert queries() == queries(code=code)


def test_detail_says_of_a_project_what_its_row_in_the_list_says(client, district):
    for noun in ("projects", "programmes"):
        for row in client.get(f"/api/v1/{noun}").json()["results"]:
            assert client.get(f"/api/v1/{noun}/{row['code']}").json().items() >= row.items()
