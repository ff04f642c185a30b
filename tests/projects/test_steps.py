"""The steps of a project: what was reported, what follows by a rule, and what nobody said."""

import datetime as dt
import json

import pytest
from django.test import Client

from projects.models import Milestone, ProgressReport
from projects.steps import deciding, stage_of, steps_at
from tests.projects.world import make_micro, make_milestone, make_programme, make_project, make_report
from tests.world import make_release, moment, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

JUNE, DECEMBER = moment("2022-06-01"), moment("2022-12-23")
MAY, NOVEMBER = dt.date(2022, 5, 31), dt.date(2022, 11, 30)


def report(
    stage: str, as_at: dt.date = MAY, released: dt.datetime = JUNE, **fields: object
) -> ProgressReport:
    return ProgressReport(stage=stage, as_at=as_at, released_at=released, **fields)


def met(kind: str, on: dt.date | None = None, released: dt.datetime = JUNE) -> Milestone:
    return Milestone(kind=kind, code=kind, is_met=True, met_on=on, released_at=released)


def looks(reports: list, milestones: list = (), kind: str = "project") -> dict[str, str]:
    """How each step is drawn, by its stage; reports come newest first."""
    return {step.stage.value: step.look for step in steps_at(reports, milestones, kind)}


def test_design_finished_before_approval_is_done_and_approval_is_where_it_is():
    open_approval = Milestone(kind="approval", code="approval", released_at=JUNE)

    assert looks([report("identification")], [met("design"), open_approval]) == {
        "identification": "now",
        "preparation": "done",
        "implementation": "not_reported",
        "completion": "not_reported",
    }


def test_later_stage_says_nothing_of_approval_and_design():
    assert looks([report("implementation")]) == {
        "identification": "not_reported",
        "preparation": "not_reported",
        "implementation": "now",
        "completion": "not_reported",
    }


def test_stage_since_left_is_as_it_was_reported():
    reports = [report("implementation", NOVEMBER, DECEMBER), report("identification")]

    steps = steps_at(reports, [met("design")], "project")

    assert [(step.look, step.as_at) for step in steps] == [
        ("reached", MAY),
        ("done", None),
        ("now", NOVEMBER),
        ("not_reported", None),
    ]


def test_plan_is_a_step_of_its_own_where_it_was_reported():
    assert looks([report("planned")]) == {
        "planned": "now",
        "identification": "not_reported",
        "preparation": "not_reported",
        "implementation": "not_reported",
        "completion": "not_reported",
    }


def test_what_is_complete_was_carried_out_by_a_rule():
    steps = {step.stage: step for step in steps_at([report("completion")], [], "project")}

    assert (steps["implementation"].status, steps["implementation"].state) == ("computed", "done")
    assert steps["implementation"].rule == "what is complete was carried out"
    assert steps["completion"].status == "reported"
    assert {steps[stage].status for stage in ("identification", "preparation")} == {"not_reported"}


def test_handover_implies_completion_and_works():
    assert looks([], [met("handover")]) == {
        "identification": "not_reported",
        "preparation": "not_reported",
        "implementation": "computed",
        "completion": "computed",
        "handover": "done",
    }


def test_stage_read_from_other_words_is_computed_and_nothing_follows_from_it():
    steps = steps_at([report("completion", status="estimated")], [], "project")

    assert [step.status for step in steps] == ["not_reported"] * 3 + ["computed"]
    assert steps[-1].rule == "taken from the words of the release, which does not say so itself"


def test_works_reported_after_the_completion_are_not_computed():
    reports = [report("implementation", NOVEMBER, DECEMBER), report("completion")]

    assert looks(reports) == {
        "identification": "not_reported",
        "preparation": "not_reported",
        "implementation": "now",
        "completion": "done",
    }


def test_cancelled_project_ends_with_what_was_reported():
    reports = [report("cancelled", NOVEMBER, DECEMBER), report("identification")]

    assert looks(reports, [met("design")]) == {
        "identification": "reached",
        "preparation": "done",
        "cancelled": "stopped",
    }


def test_interruption_stays_after_a_project_was_resumed():
    reports = [
        report("implementation", NOVEMBER, DECEMBER),
        report("cancelled", dt.date(2022, 9, 1), moment("2022-09-02")),
        report("preparation"),
    ]

    assert list(looks(reports).items()) == [
        ("identification", "not_reported"),
        ("preparation", "reached"),
        ("cancelled", "resumed"),
        ("implementation", "now"),
        ("completion", "not_reported"),
    ]


def test_micro_project_that_was_carried_out_is_not_built():
    assert looks([report("carried_out")], kind="micro") == {
        "collected": "not_reported",
        "screened": "not_reported",
        "drawings": "not_reported",
        "carried_out": "now",
        "built": "not_reported",
    }


def test_nothing_reported_makes_no_steps():
    assert looks([], [Milestone(kind="completion", due=NOVEMBER, released_at=JUNE)]) == {}


@pytest.mark.parametrize(
    ("reports", "milestones", "stage"),
    [
        ([], [], ""),
        ([], [met("design")], "preparation"),
        ([report("identification")], [met("design", NOVEMBER, DECEMBER)], "identification"),
        ([report("implementation")], [met("completion")], "implementation"),
        ([report("implementation")], [met("completion", NOVEMBER)], "completion"),
        ([report("implementation")], [met("completion", None, DECEMBER)], "completion"),
        ([report("completion")], [met("start", None, DECEMBER)], "completion"),
        ([report("cancelled")], [met("start", None, DECEMBER)], "cancelled"),
    ],
)
def test_stage_is_that_of_the_newest_report_or_of_a_milestone_since(reports, milestones, stage):
    assert stage_of(deciding(reports, milestones, "project"), "project") == stage


@pytest.fixture(scope="module")
def released(shared) -> None:
    """A garden whose design came first, one finished by a milestone alone, one resumed; a programme of the first."""
    june, december, programme = make_release("june"), make_release("december"), make_programme("gardens")
    garden, finished, resumed = (make_project(code, programme=programme) for code in ("a", "b", "c"))
    make_report(june, garden, "identification")
    make_milestone(june, garden, "design", kind="design", due=None, is_met=True)
    make_report(june, finished, "implementation", percent=60)
    make_milestone(june, finished, due=dt.date(2022, 9, 30))
    make_report(june, resumed, "cancelled", note_zh="停", note_en="Stopped")
    make_report(june, make_micro("parking"), "carried_out")
    read = {"status": "estimated", "note_zh": "据此记为完工", "note_en": "Taken as completed"}
    make_report(june, make_project("read"), "completion", **read)
    make_report(june, programme, "implementation")
    publish(june, "2022-06-01")
    make_milestone(december, finished, due=dt.date(2022, 9, 30), is_met=True)
    make_report(december, resumed, "implementation", as_at=NOVEMBER)
    publish(december, "2022-12-23")


def rows(path: str) -> dict[str, dict]:
    return {row["code"]: row for row in Client().get(f"/api/v1/{path}").json()["results"]}


def test_page_list_json_csv_and_oc4ids_say_the_same(released, client):
    page = client.get("/projects/a/?lang=en")
    shown = [step.status for step in page.context["detail"].status.steps]
    listed = rows("projects")["a"]
    detail = client.get("/api/v1/projects/a").json()
    table = b"".join(client.get("/api/v1/projects.csv?q=a").streaming_content).decode()
    package = json.loads(b"".join(client.get("/api/v1/projects.oc4ids.json?q=a").streaming_content))

    assert shown == ["reported", "reported", "not_reported", "not_reported"]
    assert [step["status"] for step in listed["steps"]] == shown
    assert detail["steps"] == listed["steps"]
    assert "identification=reported; preparation=reported; implementation=not_reported" in table
    assert (listed["stage"], package["projects"][0]["status"]) == ("identification", "identification")
    assert 'href="#milestone-' in page.content.decode()


def test_not_reported_is_never_said_to_be_ahead_or_done(released, client):
    client.cookies["django_language"] = "zh-hans"
    text = client.get("/projects/a/").content.decode()

    assert "未公布" in text
    assert "未开始" not in text


def test_programme_says_that_nothing_was_reported_of_the_whole(released, client):
    page = client.get("/projects/programmes/gardens/?lang=en")

    assert [step.look for step in page.context["detail"].status.steps] == [
        "not_reported",
        "not_reported",
        "now",
        "not_reported",
    ]
    assert page.content.decode().count("not reported for the whole") == 3


def test_completion_met_by_a_milestone_finishes_a_project(released):
    row = rows("projects")["b"]

    assert (row["stage"], row["percent"], row["is_late"], row["silent_since"]) == (
        "completion",
        None,
        False,
        None,
    )
    assert {step["stage"]: step["status"] for step in row["steps"]} == {
        "identification": "not_reported",
        "preparation": "not_reported",
        "implementation": "computed",
        "completion": "reported",
    }


def test_interruption_is_in_steps_history_and_chart(released, client):
    page = client.get("/projects/c/?lang=en")
    (chart,) = (chart for chart in page.context["charts"] if chart.key.startswith("stages-"))

    assert [(s["stage"], s["state"]) for s in rows("projects")["c"]["steps"]] == [
        ("identification", ""),
        ("preparation", ""),
        ("cancelled", "resumed"),
        ("implementation", "reached"),
        ("completion", ""),
    ]
    assert [row.value for row in chart.rows] == ["implementation", "cancelled"]
    assert [v.record.stage for v in page.context["detail"].report_versions] == ["implementation", "cancelled"]


def test_steps_of_a_day_are_those_known_then(released):
    row = rows("projects?as_of=2022-07-01")["c"]

    assert [(step["stage"], step["state"]) for step in row["steps"]] == [("cancelled", "stopped")]


def test_list_says_which_stage_was_read_from_other_words(released, client):
    basis = {code: row["stage_basis"] for code, row in rows("projects").items()}
    shown = client.get("/projects/?lang=en&q=read").content.decode()

    assert basis == {
        "a": "reported",
        "b": "reported",
        "c": "reported",
        "parking": "reported",
        "read": "computed",
    }
    assert '<span class="sub-inline">computed</span>' in shown


def test_planned_and_approved_are_filtered_apart(released):
    assert list(rows("projects?stage=identification")) == ["a"]
    assert rows("projects?stage=planned") == {}
    assert rows("projects?stage=built") == {}
