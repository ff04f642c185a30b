"""What answers say of a few projects each: queries, gaps, slips, percentages, predecessors."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.projects.test_api import DETAILS, NOUNS, rows
from tests.projects.world import (
    make_funding,
    make_item,
    make_micro,
    make_milestone,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import make_release, publish

pytestmark = pytest.mark.django_db


@pytest.mark.slow("1.9 s: counts the queries of several large pages")
def test_no_answer_asks_the_database_more_often_for_three_than_for_one(db, client):
    paths = [f"{noun}{end}" for noun in NOUNS for end in ("", ".csv")]
    paths += ["projects?sort=percent&area=one-street&q=one", *(path.format("one") for path in DETAILS)]
    publish(make_undertakings("one"), "2022-06-17")
    few = {path: queries_of(client, path) for path in paths}

    publish(make_undertakings("two"), "2022-06-18")
    publish(make_undertakings("three"), "2022-06-19")

    assert {path: queries_of(client, path) for path in paths} == few
    assert max(few.values()) <= 40


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/api/v1/{path}")
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(queries)


def test_a_gap_is_never_invented(db, client):
    release, project = make_release("only"), make_project("bridge")
    make_funding(release, project, 5)
    make_funding(release, project, 3, "society", kind="paid")
    publish(release)

    funding = client.get("/api/v1/projects/bridge").json()["funding"]

    assert funding["accounts"] == [
        {"kind": "planned", "total": 5, "sum_of_shares": None, "gap": None, "sum_qualifier": ""},
        {"kind": "paid", "total": None, "sum_of_shares": 3, "gap": None, "sum_qualifier": ""},
    ]


def test_a_micro_project_says_who_pays_and_what_adds_up(db, client):
    release, light = make_release("only"), make_micro("light")
    make_report(release, light, "built")
    for source, amount in (("total", 6_760_000), ("government", 2_920_000), ("society", 3_840_000)):
        make_funding(release, light, amount, source)
    publish(release)

    (account,) = client.get("/api/v1/microprojects/light").json()["funding"]["accounts"]

    assert account == {
        "kind": "planned",
        "total": 6760000,
        "sum_of_shares": 6760000,
        "gap": 0,
        "sum_qualifier": "",
    }


def test_a_milestone_slips_against_the_first_day_ever_published(db, client):
    june, december, project = make_release("june"), make_release("december"), make_project("bridge")
    make_milestone(june, project, due="2022-09-30")
    publish(june, "2022-06-17")
    make_milestone(december, project, due="2022-10-30", is_met=True, met_on="2022-11-01")
    publish(december, "2022-12-23")

    (met,) = rows(client, "milestones")
    (before,) = rows(client, "milestones?as_of=2022-07-01")

    assert (met["first_due"], met["slip_days"], before["slip_days"]) == ("2022-09-30", 32, 0)
    assert len(rows(client, "milestones?versions=all")) == 2


def test_a_percentage_says_whether_it_was_computed(db, client):
    release, project = make_release("only"), make_project("bridge")
    make_item(release, project, "deck", planned_quantity=200, weight=3)
    make_item(release, project, "rail", weight=1, unit=None)
    make_report(release, project, work_item="deck", quantity=50)
    make_report(release, project, work_item="rail", percent=100)
    publish(release)

    (row,) = rows(client, "projects")

    assert (row["percent"], row["percent_basis"], row["stage"]) == (43.75, "computed", "")


def test_a_predecessor_that_is_not_public_is_not_named(db, client):
    release, first = make_release("only"), make_project("first")
    make_report(release, make_project("second", predecessors=[first]))
    publish(release)
    (hidden,) = rows(client, "projects")
    later = make_release("later")
    make_report(later, first)
    publish(later)

    assert hidden["predecessor"] is None
    assert [row["predecessor"] for row in rows(client, "projects?q=second")] == ["first"]


def test_a_programme_known_by_its_projects_alone_has_no_stage(db, client):
    release = make_release("only")
    make_report(release, make_project("part", programme=make_programme("whole")))
    publish(release)

    (programme,) = rows(client, "programmes")

    assert (programme["code"], programme["stage"], programme["release"]) == ("whole", "", None)
    assert (programme["is_late"], programme["silent_since"]) == (False, None)
    assert programme["url"] == "http://testserver/projects/programmes/whole/"
