"""The stages that the two documents print, and the steps that follow from them."""

import datetime as dt

import pytest

from projects.models import Milestone, ProgressReport
from projects.models.state import stages_of
from projects.steps import steps_at
from tests.documents import DOCUMENTS, rows, sheet
from tests.world import moment

RELEASED = dict(zip(DOCUMENTS, (moment("2022-06-01"), moment("2022-12-23")), strict=True))
JUNE, DECEMBER = DOCUMENTS
KINDS = {row["code"]: row["kind"] for row in rows("reference/Projects")} | {
    row["code"]: "programme" for row in rows("reference/Programmes")
}

#: By project and document, how each of its steps is drawn. Compared with the printed sentences, one by one.
FLOWER_BORDERS = "identification now, preparation done, implementation not_reported, completion not_reported"
PLAN = "planned now, identification not_reported, preparation not_reported, implementation not_reported"
WORKS = "identification not_reported, preparation not_reported, implementation now, completion not_reported"
STEPS = {
    "zhuhai-road-flower-borders": (FLOWER_BORDERS, FLOWER_BORDERS),
    "yangguang-avenue-flower-borders": (FLOWER_BORDERS, FLOWER_BORDERS),
    "haibin-shanghai-roundabout-flower-borders": (FLOWER_BORDERS, FLOWER_BORDERS),
    "chongwen-garden-2022": (FLOWER_BORDERS, FLOWER_BORDERS),
    "jinxiu-garden-2022": (FLOWER_BORDERS, FLOWER_BORDERS),
    "haibu-road-landscape": (
        FLOWER_BORDERS,
        "identification reached, preparation done, implementation now, completion not_reported",
    ),
    "fuan-affordable-housing-2022": (f"{PLAN}, completion not_reported", f"{PLAN}, completion not_reported"),
    "xiaocheng-garden-2022": (WORKS, WORKS),
    "landscape-roads-2022": (WORKS, WORKS),
    "micro-projects-2022": (
        "identification not_reported, preparation now, implementation not_reported, completion not_reported",
        "identification not_reported, preparation reached, implementation now, completion not_reported",
    ),
    "school-sports-grounds-2022": (
        f"{PLAN}, completion not_reported, handover not_reported",
        f"{PLAN}, completion not_reported, handover not_reported",
    ),
    "xiyuan-urban-renewal": ("", ""),
    "rural-roads-to-every-home": (
        "",
        "identification not_reported, preparation not_reported, implementation not_reported, completion computed",
    ),
    "shidai-haijing-garage-leak": (
        "",
        "collected not_reported, screened not_reported, drawings not_reported, carried_out now, built not_reported",
    ),
}


def steps_of(code: str, until: str) -> str:
    """The steps of a project once that document is released, as they are drawn."""
    reports, milestones = [], []
    for document in DOCUMENTS[: DOCUMENTS.index(until) + 1]:
        reports += [
            ProgressReport(
                stage=row["stage"],
                as_at=dt.date.fromisoformat(row["as_at"]),
                status=row["status"],
                released_at=RELEASED[document],
            )
            for row in sheet(document, "Progress")
            if row["undertaking"] == code and not row["work_item"]
        ]
        milestones += [
            Milestone(
                code=row["code"],
                kind=row["kind"],
                is_met=row["is_met"] == "yes",
                released_at=RELEASED[document],
            )
            for row in sheet(document, "Milestones")
            if row["undertaking"] == code
        ]
    steps = steps_at(reports[::-1], milestones, KINDS[code])
    return ", ".join(f"{step.stage.value} {step.look}" for step in steps)


@pytest.mark.parametrize("code", STEPS)
def test_steps_are_what_the_documents_print(code):
    assert (steps_of(code, JUNE), steps_of(code, DECEMBER)) == STEPS[code]


def reports_of(*stages: str) -> list[dict[str, str]]:
    found = [row for document in DOCUMENTS for row in sheet(document, "Progress")]
    return [row for row in found if row["stage"] in stages]


def test_approval_is_reported_where_the_documents_speak_of_it_and_nowhere_else():
    approved = reports_of("identification")

    assert len(approved) == 7
    assert all("立项" in row["as_printed"] + row["note_zh"] for row in approved)


def test_what_is_only_intended_is_planned():
    planned = reports_of("planned")
    intended = ("计划", "打算", "预计", "决定", "到2022年底")

    assert len(planned) == 23
    assert [r for r in planned if not any(word in r["as_printed"] + r["note_zh"] for word in intended)] == []


def test_stages_are_those_of_the_kind():
    for document in DOCUMENTS:
        for row in sheet(document, "Progress"):
            assert not row["stage"] or row["stage"] in stages_of(KINDS[row["undertaking"]]), row


def test_micro_projects_are_carried_out_and_none_is_built():
    assert {row["undertaking"] for row in reports_of("carried_out")} == {
        "xiaocheng-gushi-parking",
        "shidai-haijing-garage-leak",
    }
    assert reports_of("built") == []
