"""The lines of progress in the template of a department: what they list, and that untouched they load nothing."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.spreadsheets.reading import RawSheet, read_workbook
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.writing import csv_zip, template
from portal.spreadsheets.xlsx_writing import write_xlsx
from projects.models import ProgressReport
from projects.records.progress import template_rows
from tests.projects.world import make_item, make_micro, make_programme, make_project, make_report
from tests.workbooks import errors, release_workbook
from tests.world import make_department, make_release, publish

pytestmark = pytest.mark.django_db

LAST = {"xlsx": "Last values", "zip": "LastValues"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def june(shared) -> Release:
    """A project with a work item, one finished, one of another department, one that nobody reported."""
    release = make_release("june", summary_zh="摘要")
    ring = make_project("ring", name_en="Ring road")
    make_item(release, ring, "road", planned_quantity=1000, name_en="Roadway")
    make_report(release, ring, "implementation", as_at=dt.date(2022, 4, 30))
    make_report(release, ring, percent=60)
    make_report(release, ring, work_item="road", quantity=500, qualifier="about")
    make_report(release, make_project("done"), "completion")
    make_report(release, make_project("foreign", department="health"), "implementation")
    make_project("new", name_en="New garden")
    return shared(publish(release, "2022-06-17"))


def sheets_of(department, form: str, by=None) -> dict[str, RawSheet]:
    rows = template(department)
    file = io.BytesIO()
    if form == "xlsx":
        write_xlsx(rows, file, by=by)
    else:
        file.write(csv_zip(rows))
    file.seek(0)
    return {sheet.name: sheet for sheet in read_workbook(file)}


def sent_back(sheets: dict[str, RawSheet], form: str) -> list[RawSheet]:
    """The lines of the template beside the first sheets of a release."""
    release, sections, _figures = release_workbook()
    return [release, sections, *(sheets[name] for name in ("Observations", "Progress", LAST[form]))]


def new_rows(report: LoadReport) -> dict[str, int]:
    return {sheet.sheet: sheet.new for sheet in report.sheets if sheet.sheet in {"Observations", "Progress"}}


def test_lines_are_what_is_not_finished_with_what_was_last_reported(june):
    lines = [
        (*line.cells.values(), line.name, line.last, line.when) for line in template_rows(june.department)
    ]

    assert lines == [
        ("new", "", "New garden", "", ""),
        ("ring", "", "Ring road", "implementation (2022-04-30) · 60%", "2022-05-31"),
        ("ring", "road", "Ring road · Roadway", "about 500 m", "2022-05-31"),
    ]


def test_programmes_and_micro_projects_are_lines_and_what_was_given_up_is_none(db):
    release = make_release("june")
    make_report(release, make_programme("streets"), "implementation", percent=50)
    make_report(release, make_micro("bench"), "screened")
    make_report(release, make_micro("fountain"), "declined")
    make_report(release, make_project("tower"), "cancelled")
    publish(release)

    assert {line.cells["undertaking"] for line in template_rows(release.department)} == {"streets", "bench"}


def test_what_a_draft_reports_is_no_last_value(june):
    draft = make_release("draft", department="health")
    make_report(draft, make_project("new-health", department="health"), percent=10)

    found = {line.cells["undertaking"]: line.last for line in template_rows(make_department("health"))}

    assert found == {"foreign": "implementation", "new-health": ""}


@pytest.mark.parametrize("form", LAST)
def test_template_carries_lines_and_last_values_in_both_forms(june, form):
    sheets = sheets_of(june.department, form)

    names = ["New garden", "Ring road", "Ring road · Roadway"] if form == "xlsx" else []
    rows = [[cell for cell in row if cell and cell not in names] for row in sheets["Progress"].rows[1:]]
    assert rows == [["new", "normal"], ["ring", "normal"], ["ring", "road", "normal"]]
    assert {name for row in sheets["Progress"].rows for name in row if name in names} == set(names)
    assert sheets[LAST[form]].rows == [
        ["Sheet", "Row", "Last value", "Period", "Code"],
        ["Progress", "New garden", "", "", "new"],
        ["Progress", "Ring road", "implementation (2022-04-30) · 60%", "2022-05-31", "ring"],
        ["Progress", "Ring road · Roadway", "about 500 m", "2022-05-31", "ring, road"],
    ]


@pytest.mark.parametrize("form", LAST)
def test_template_that_is_sent_back_untouched_loads_nothing(june, editor, form):
    sheets = sheets_of(june.department, form, editor)

    report = load_workbook(workbook=sent_back(sheets, form), by=editor)

    assert (report.errors, new_rows(report)) == ([], {"Observations": 0, "Progress": 0})
    assert not ProgressReport.objects.filter(release__slug="return-2022").exists()


def test_line_in_which_something_is_filled_in_is_read_and_the_others_are_not(june, editor):
    sheets = sheets_of(june.department, "zip", editor)
    header = sheets["Progress"].rows[0]
    row = sheets["Progress"].rows[2]
    for column, text in {
        "section": "1",
        "paragraph": "1",
        "as_at": "2022-11-30",
        "percent": "75",
        "as_printed": "75%",
    }.items():
        row[header.index(column)] = text

    report = load_workbook(workbook=sent_back(sheets, "zip"), by=editor)

    assert report.errors == []
    told = ProgressReport.objects.get(release__slug="return-2022")
    assert (told.undertaking.code, told.percent, told.as_at) == ("ring", 75, dt.date(2022, 11, 30))


def test_line_with_a_note_alone_is_not_passed_over_but_asked_for_its_day(june, editor):
    sheets = sheets_of(june.department, "zip", editor)
    header = sheets["Progress"].rows[0]
    for column in ("note_zh", "note_en"):
        sheets["Progress"].rows[2][header.index(column)] = "停工"

    report = preview_workbook(workbook=sent_back(sheets, "zip"), by=editor)

    assert ("Progress", 3, "as_at") in errors(report)


def test_lines_cost_the_same_queries_for_many_projects(june):
    queries, department = [], june.department
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            list(template_rows(department))
        queries.append(len(captured))
        release = make_release()
        for _number in range(3):
            project = make_project()
            make_item(release, project)
            make_report(release, project, percent=5)
        publish(release)

    assert queries == [3, 3]
