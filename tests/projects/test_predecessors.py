"""Projects that continue others: several become one, one becomes several, never in a circle."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import read_workbook
from projects.facet_index import facet_index_at
from projects.models import Project, Undertaking, UndertakingPredecessor, UndertakingState
from projects.models.state import DUE_STATES
from projects.records.progress import template_rows
from tests.projects.world import make_category, make_milestone, make_programme, make_project, make_report
from tests.world import make_area, make_department, make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

CASE = Path(__file__).parent.parent / "field" / "13-two-projects-become-one"


@pytest.fixture(scope="module")
def drains(shared) -> None:
    """What the inputs of the case refer to: both projects, overdue since the end of 2023, and their codelists."""
    make_category("roads")
    make_area("fengqi-road")
    release = make_release("june")
    for code in ("fengqi-road-drains", "huangguan-west-street-drains"):
        project = make_project(code)
        make_report(release, project, "planned")
        make_milestone(release, project, due=dt.date(2023, 12, 31))
    publish(release, "2022-12-23")


def load(folder: str, administrator) -> list[tuple]:
    report = load_workbook(workbook=read_workbook(CASE / folder), by=administrator)
    return [(error.sheet, error.row, error.column, error.message) for error in report.errors]


def test_two_projects_become_one(drains, administrator):
    assert load("1-merged", administrator) == []

    joint = Project.objects.get(code="case-joint")
    assert sorted(joint.predecessors.values_list("code", flat=True)) == [
        "fengqi-road-drains",
        "huangguan-west-street-drains",
    ]


def test_workbook_shows_several_predecessors_as_it_reads_them(drains, administrator):
    load("1-merged", administrator)

    again = load_workbook(workbook=read_workbook(CASE / "1-merged"), by=administrator)

    assert again.errors == []
    assert UndertakingPredecessor.objects.count() == 2


def test_each_continuing_the_other_is_refused(drains, administrator):
    assert load("2-cycle-a", administrator) == []

    assert load("2-cycle-b", administrator) == [
        ("Projects", 2, "predecessor", "A project does not continue one that continues it.")
    ]


def test_circle_through_the_second_of_several_is_refused(drains, administrator):
    assert load("1-merged", administrator) == []
    old = Project.objects.get(code="huangguan-west-street-drains")
    client = Client()
    client.force_login(administrator)
    address = reverse("admin:projects_project_change", args=[old.pk])
    form = client.get(address).context["adminform"].form
    filled = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else value for name, value in filled.items()}
    filled["predecessors"] = [Project.objects.get(code="case-joint").pk]

    refused = client.post(address, filled)

    assert refused.context["adminform"].form.errors["predecessors"] == ["项目不能延续自己的后续项目。"]
    assert not old.predecessors.exists()


def pages(client: Client, *codes: str) -> list[str]:
    return [client.get(f"/projects/{code}/?lang=en").content.decode() for code in codes]


def package(client: Client) -> list[dict]:
    """The projects of the OC4IDS package."""
    content = b"".join(client.get("/api/v1/projects.oc4ids.json").streaming_content)
    return json.loads(content)["projects"]


def report_joint() -> None:
    release = make_release("joined")
    make_report(release, Undertaking.objects.get(code="case-joint"), "planned", as_at=dt.date(2024, 5, 1))
    publish(release, "2024-06-01")


def test_both_old_pages_lead_to_the_new_one_and_it_back_to_both(drains, administrator, client):
    load("1-merged", administrator)
    report_joint()

    first, second, joint = pages(client, "fengqi-road-drains", "huangguan-west-street-drains", "case-joint")

    assert 'href="/projects/case-joint/?lang=en"' in first
    assert 'href="/projects/case-joint/?lang=en"' in second
    assert 'href="/projects/fengqi-road-drains/?lang=en"' in joint
    assert 'href="/projects/huangguan-west-street-drains/?lang=en"' in joint
    rows = {row["code"]: row for row in client.get("/api/v1/projects").json()["results"]}
    olds = ["fengqi-road-drains", "huangguan-west-street-drains"]
    assert (rows["case-joint"]["predecessor"], sorted(rows["case-joint"]["predecessors"])) == (olds[0], olds)
    assert {code: rows[code]["successors"] for code in olds} == {code: ["case-joint"] for code in olds}
    related = {one["identifiers"][0]["id"]: one.get("relatedProjects", []) for one in package(client)}
    assert [one["id"] for one in related["case-joint"]] == ["predecessor", "predecessor-2"]
    assert [one["id"] for one in related["fengqi-road-drains"]] == ["successor"]


def unanswered(at) -> list[str]:
    states = UndertakingState.objects.known_at(at).judged(at).filter(due_state__in=DUE_STATES)
    return list(states.values_list("undertaking__code", flat=True))


def test_late_and_silent_are_not_said_of_what_was_absorbed(drains, administrator, client):
    load("1-merged", administrator)
    at = timezone.now()
    before = len(unanswered(at))
    report_joint()
    at = timezone.now()
    states, index = UndertakingState.objects.known_at(at), facet_index_at(at)
    (page,) = pages(client, "fengqi-road-drains")
    rows = {row["code"]: row for row in client.get("/api/v1/projects").json()["results"]}

    assert before == 2
    assert (unanswered(at), states.late(at).count()) == ([], 0)
    assert (set(index.due_states) & set(DUE_STATES), index.late) == (set(), 0)
    assert [rows[code]["silent_since"] for code in rows] == [None, None, None]
    assert "continued by another project" in page
    assert "due, nothing reported yet" not in page
    assert "answer-passed_over" not in page
    department = make_department("construction")
    assert [row.cells["undertaking"] for row in template_rows(department)] == ["case-joint"]
    old = next(one for one in package(client) if one["identifiers"] == [{"id": "fengqi-road-drains"}])
    assert "status" not in old["milestones"][0]


def test_before_the_new_project_is_public_the_old_ones_are_not_yet_heard(drains, administrator, client):
    load("1-merged", administrator)
    report_joint()

    old = client.get("/api/v1/projects?as_of=2024-03-01").json()["results"]

    assert [(row["successors"], row["due_state"]) for row in old] == [([], "not_heard")] * 2
    assert "case-joint" not in client.get("/projects/fengqi-road-drains/?as_of=2024-03-01").content.decode()


def test_late_is_not_said_of_what_was_absorbed():
    release, old = make_release(), make_project("old")
    make_report(release, old, "implementation", as_at=dt.date(2023, 2, 1))
    make_milestone(release, old, due=dt.date(2022, 12, 31))
    publish(release, "2023-03-01")
    at = timezone.now()
    assert UndertakingState.objects.known_at(at).late(at).count() == 1

    later = make_release()
    make_report(later, make_project("new", predecessors=[old]), "planned")
    publish(later, "2023-06-01")

    at = timezone.now()
    assert not UndertakingState.objects.known_at(at).late(at).exists()
    assert UndertakingState.objects.known_at(at).get(undertaking=old).is_late  # by its own report


def test_one_project_becomes_several(client):
    release, old = make_release(), make_project("whole")
    make_report(release, old, "implementation")
    for code in ("north", "south"):
        make_report(release, make_project(code, predecessors=[old]), "planned")
    publish(release)

    (page,) = pages(client, "whole")

    assert 'href="/projects/north/?lang=en"' in page
    assert 'href="/projects/south/?lang=en"' in page


def test_programme_of_the_next_year_excuses_nobody():
    release, old = make_release(), make_programme("estates-2022")
    make_report(release, old, "implementation")
    make_milestone(release, old, due=dt.date(2022, 12, 31))
    make_report(release, make_programme("estates-2023", predecessors=[old]), "planned")
    publish(release, "2022-06-01")

    at = timezone.now()

    assert unanswered(at) == [old.code]


def test_list_takes_as_many_queries_for_more_predecessors(client):
    release = make_release()
    make_report(release, make_project("one", predecessors=[make_project("zero")]))
    publish(release)
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/projects?kind=project")
    release = make_release()
    olds = [make_project(f"old-{number}") for number in range(3)]
    for project in (
        *olds,
        make_project("many", predecessors=olds),
        make_project("more", predecessors=olds[:2]),
    ):
        make_report(release, project)
    publish(release)

    with CaptureQueriesContext(connection) as many:
        client.get("/api/v1/projects?kind=project")

    assert len(many) == len(few)


def test_changes_of_predecessors_are_in_the_history(drains, administrator):
    load("1-merged", administrator)
    joint = Project.objects.get(code="case-joint")

    joint.predecessors.remove(Undertaking.objects.get(code="fengqi-road-drains"))

    events = apps.get_model("projects", "UndertakingPredecessorEvent").objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "insert", "delete"]
