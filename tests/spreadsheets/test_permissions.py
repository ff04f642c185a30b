"""Who may load which rows, and what they are told of the rows of others."""

import pytest

from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.statistics.models import Observation, Unit
from tests.workbooks import (
    FACILITY,
    FIGURE,
    RELEASE,
    SECTION,
    counts,
    errors,
    release_workbook,
    workbook,
)
from tests.world import make_area, make_indicator, make_user

pytestmark = pytest.mark.django_db

NAMES = {"name_zh": "名", "name_en": "Name"}


@pytest.fixture(autouse=True)
def codelists() -> None:
    make_area()
    make_indicator("homes")


def test_load_by_an_editor_is_for_rows_of_the_own_department(administrator, editor, outsider):
    make_indicator("clinics", department="health", sector="health")
    sections = [SECTION, SECTION | {"number": "2", "department": "health"}]
    theirs = FIGURE | {"indicator": "clinics", "section": "2"}
    book = release_workbook(Sections=sections, Observations=[FIGURE, theirs])
    load_workbook(workbook=book, by=administrator)

    own = release_workbook(
        Sections=sections, Observations=[FIGURE | {"value": "15", "as_printed": "15个"}, theirs]
    )
    foreign = release_workbook(
        Sections=sections, Observations=[FIGURE | {"value": "16", "as_printed": "16个"}, theirs]
    )

    assert load_workbook(workbook=own, by=editor).errors == []
    report = load_workbook(workbook=foreign, by=outsider)
    assert errors(report) == [("Observations", 2, "")]
    assert Observation.objects.get(series__indicator__code="homes").value == 15


def test_load_by_an_editor_leaves_the_rows_of_others_that_are_left_out(administrator, outsider):
    make_indicator("clinics", department="health", sector="health")
    load_workbook(workbook=release_workbook(), by=administrator)
    section = SECTION | {"number": "2", "department": "health"}
    publisher = make_user("layout", "construction", "editor")
    laid_out = load_workbook(workbook=release_workbook(Sections=[SECTION, section]), by=publisher)
    assert laid_out.errors == []

    report = load_workbook(
        workbook=workbook(
            Release=[RELEASE],
            Observations=[FIGURE | {"indicator": "clinics", "section": "2", "as_printed": "14所"}],
        ),
        by=outsider,
    )

    assert report.errors == []
    assert counts(report, "Observations") == (1, 0, 0, 0)
    assert report.sheets[-1].untouched == 1
    assert Observation.objects.count() == 2


def test_load_of_codelists_is_for_administrators(editor):
    unit = {"code": "metre", **NAMES, "symbol_zh": "米", "symbol_en": "m"}

    report = load_workbook(workbook=workbook(Units=[unit], Facilities=[FACILITY]), by=editor)

    assert errors(report) == [("Units", 2, "")]
    assert not Unit.objects.filter(code="metre").exists()


def test_load_of_facilities_is_for_their_department(editor, outsider):
    assert errors(load_workbook(workbook=workbook(Facilities=[FACILITY]), by=outsider)) == [
        ("Facilities", 2, "")
    ]
    assert load_workbook(workbook=workbook(Facilities=[FACILITY]), by=editor).errors == []


def test_load_by_a_reviewer_is_refused(reviewer):
    report = load_workbook(workbook=workbook(Release=[RELEASE]), by=reviewer)

    assert errors(report) == [("Release", 2, "")]


def test_draft_of_others_is_neither_told_nor_taken_over(administrator, outsider):
    load_workbook(workbook=release_workbook(), by=administrator)

    report = preview_workbook(
        workbook=release_workbook(Observations=[FIGURE | {"value": "15", "as_printed": "15个"}]), by=outsider
    )

    assert ("Release", 2, "slug") in errors(report)
    assert [sheet.changes for sheet in report.sheets] == [[], [], []]


def test_report_does_not_tell_what_rows_of_others_held(administrator, outsider):
    load_workbook(workbook=workbook(Facilities=[FACILITY | {"phone": "5980090"}]), by=administrator)

    report = preview_workbook(workbook=workbook(Facilities=[FACILITY | {"phone": "1"}]), by=outsider)

    assert errors(report) == [("Facilities", 2, "")]
    assert report.sheets[0].changes == []
