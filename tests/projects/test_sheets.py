"""What sheets of projects say that one cell alone cannot."""

import pytest

from portal.spreadsheets.actions import load_workbook
from projects.records.progress import PROGRESS
from tests.projects.world import make_category
from tests.workbooks import workbook
from tests.world import make_department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PROJECT = {
    "kind": "project",
    "name_zh": "名",
    "name_en": "Name",
    "summary_zh": "简介",
    "summary_en": "Summary",
    "sector": "projects",
    "department": "construction",
    "category": "streets",
}


@pytest.fixture(autouse=True)
def codelists(db) -> None:
    make_category()
    make_department("construction")


def test_project_does_not_continue_itself(administrator):
    rows = [PROJECT | {"code": "road", "predecessor": "road"}]

    report = load_workbook(workbook=workbook(Projects=rows), by=administrator)

    assert [(error.row, error.column, error.message) for error in report.errors] == [
        (2, "predecessor", "A project does not continue itself.")
    ]


def test_project_does_not_continue_one_that_continues_it(administrator):
    first = [PROJECT | {"code": "one"}, PROJECT | {"code": "two", "predecessor": "one"}]
    assert load_workbook(workbook=workbook(Projects=first), by=administrator).errors == []

    report = load_workbook(
        workbook=workbook(Projects=[PROJECT | {"code": "one", "predecessor": "two"}]), by=administrator
    )

    assert [(error.row, error.column, error.message) for error in report.errors] == [
        (2, "predecessor", "A project does not continue one that continues it.")
    ]


def test_circle_of_new_projects_is_refused_at_each(administrator):
    rows = [
        PROJECT | {"code": one, "predecessor": other} for one, other in (("a", "b"), ("b", "c"), ("c", "a"))
    ]

    report = load_workbook(workbook=workbook(Projects=rows), by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [
        (row, "predecessor") for row in (2, 3, 4)
    ]


def test_programme_is_no_project(administrator):
    rows = [PROJECT | {"code": "streets", "kind": "programme"}]

    report = load_workbook(workbook=workbook(Projects=rows), by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [(2, "kind")]


@pytest.mark.parametrize(
    ("word", "stage"), [("施工", "implementation"), ("实施", "implementation"), ("计划中", "planned")]
)
def test_stages_are_read_by_their_names_of_today_and_before(word, stage):
    column = next(column for column in PROGRESS.sheet.columns if column.code == "stage")

    assert column.read(word, None) == stage
