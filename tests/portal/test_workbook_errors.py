"""What is wrong in a workbook is told all at once, and nothing of it is loaded."""

import datetime as dt

import pytest
from django.utils.translation import override

from portal.actions.workbook import load_workbook
from portal.models import Facility, Indicator, Observation, Release
from portal.workbook.raw import RawRow, RawSheet, Workbook
from portal.workbook.sheets import sheets
from tests.workbooks import (
    COMMITMENT,
    FACILITY,
    FIGURE,
    RELEASE,
    SECTION,
    UPDATE,
    raw_sheet,
    release_workbook,
    workbook,
)
from tests.world import make_area, make_commitment, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codelists() -> None:
    make_area("district", aliases=["经开区"])
    make_indicator("homes")
    make_indicator("homes-share", unit="percent", basis="point", decimals=1)
    make_indicator("roads", basis="period", dimensions={"road_type": ["lane", "avenue"]}, smallest_count=5)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def places(report) -> list[tuple[str, int | None, str, str]]:
    return [(error.sheet, error.row, error.column, error.found) for error in report.errors]


def load(by, **sheets: list[dict[str, str]]):
    report = load_workbook(workbook=release_workbook(**sheets), by=by)
    assert report.errors
    assert not Release.objects.exists()
    return report


def figure_errors(by, **cells: str) -> list[tuple[str, str]]:
    report = load(by, Observations=[FIGURE | cells])
    assert {(error.sheet, error.row) for error in report.errors} == {("Observations", 2)}
    return [(error.column, str(error).removeprefix("Observations, row 2, ")) for error in report.errors]


def test_errors_of_all_sheets_are_told_at_once(administrator):
    report = load(
        administrator,
        Release=[RELEASE | {"kind": "artcle", "title_en": ""}],
        Sections=[SECTION | {"department": "constructoin"}],
        Observations=[
            FIGURE | {"indicator": "hoems", "value": "14套"},
            FIGURE | {"paragraph": "9", "area": "经开区", "period_end": "2022-02-30"},
        ],
    )

    assert places(report) == [
        ("Release", 2, "kind", "artcle"),
        ("Release", 2, "title_en", ""),
        ("Sections", 2, "department", "constructoin"),
        ("Observations", 2, "indicator", "hoems"),
        ("Observations", 2, "value", "14套"),
        ("Observations", 3, "paragraph", "9"),
        ("Observations", 3, "area", "经开区"),
        ("Observations", 3, "period_end", "2022-02-30"),
    ]


def test_error_says_sheet_row_column_found_and_what_is_close(administrator):
    report = load(administrator, Observations=[FIGURE | {"indicator": "hoems"}])

    assert [str(error) for error in report.errors] == [
        "Observations, row 2, indicator: “hoems”: unknown (indicator); did you mean homes?"
    ]


def test_error_speaks_the_language_of_the_reader(administrator):
    messages = []
    for language in ("en", "zh-hans"):
        with override(language):
            messages.append(str(load(administrator, Sections=[SECTION | {"paragraphs": "三"}]).errors[0]))

    assert messages[0] == (
        "Sections, row 2, paragraphs: “三”: is not a plain number: write digits with at most one point, such as 14 or 91.6."
    )
    assert messages[1].startswith("Sections")
    assert messages[1] != messages[0]


def test_unknown_area_is_found_by_its_other_name(administrator):
    report = load(administrator, Observations=[FIGURE | {"area": "经开区"}])

    assert report.errors[0].message == "unknown (area); did you mean district?"


def test_unknown_sheet_and_column_are_told_with_what_is_close(administrator):
    report = load(
        administrator,
        Observation=[FIGURE],
        Observations=[FIGURE | {"valeu": "3"}],
    )

    assert [(e.sheet, e.row, e.found, e.message) for e in report.errors] == [
        ("Observation", None, "", "There is no such sheet; did you mean Observations?"),
        ("Observations", 1, "valeu", "There is no such column; did you mean value?"),
    ]


def test_empty_unknown_sheets_of_excel_are_ignored(administrator):
    book = release_workbook()
    book.sheets.append(RawSheet("Sheet2", []))

    assert load_workbook(workbook=book, by=administrator).errors == []


def test_missing_columns_are_told_once_each(administrator):
    figure = {
        column: cell for column, cell in FIGURE.items() if column not in {"indicator", "status", "note_zh"}
    }

    report = load(administrator, Observations=[figure, figure | {"area": ""}])

    assert [(e.row, e.column) for e in report.errors] == [(None, "indicator"), (None, "status"), (3, "area")]


def test_missing_column_names_and_cells_without_a_column_are_told(administrator):
    sheet = raw_sheet("Sections", [SECTION])
    sheet.rows[1].cells.append("lost")
    book = Workbook([raw_sheet("Release", [RELEASE]), sheet, RawSheet("Observations", [])])

    report = load_workbook(workbook=book, by=administrator)

    assert [(e.sheet, e.row, e.found) for e in report.errors] == [
        ("Sections", 2, "lost"),
        ("Observations", None, ""),
    ]


def test_column_and_sheet_twice_are_told(administrator):
    book = release_workbook()
    book.sheets[1].rows[0].cells.append("number")
    book.sheets[1].rows[1].cells.append("2")
    book.sheets.append(raw_sheet("Observations", [FIGURE]))

    report = load_workbook(workbook=book, by=administrator)

    assert [(e.sheet, e.row, e.column) for e in report.errors] == [
        ("Sections", 1, "number"),
        ("Observations", None, ""),
    ]


def test_release_sheet_is_needed_and_has_one_row(administrator):
    without = load_workbook(workbook=workbook(Observations=[FIGURE]), by=administrator)
    twice = load_workbook(
        workbook=workbook(Release=[RELEASE, RELEASE | {"slug": "second"}]), by=administrator
    )

    assert without.errors[0].sheet == "Release"
    assert [e.message for e in twice.errors] == ["The sheet has 2 rows; it needs exactly one."]


def test_duplicates_are_told_with_both_rows(administrator):
    report = load(administrator, Observations=[FIGURE, FIGURE | {"kind": "target"}, FIGURE | {"value": "15"}])

    assert [(e.row, e.message) for e in report.errors] == [
        (4, "The same as row 2; each may stand in the sheet once.")
    ]


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("１４", "use half-width digits"),
        ("1,234", "leave the thousands separators out"),
        ("1，234", "leave the thousands separators out"),
        ("2079万元", "without unit"),
        ("95%", "without unit"),
        ("1E+05", "write all its digits"),
        ("约14", "write digits with at most one point"),
        ("1.2.3", "write digits"),
        ("1.5", "has at most 0 decimals"),
        ("1234567890123456789", "18 digits before"),
        ("0.1234567", "6 after the point"),
    ],
)
def test_bad_numbers_are_told_with_what_is_allowed(administrator, cell, advice):
    ((column, message),) = figure_errors(administrator, value=cell)

    assert column == "value"
    assert advice in message


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("2022年6月1日", "write 2022-06-01"),
        ("20220601", "write 2022-06-01"),
        ("44713", "2022-06-01 if that day is meant"),
        ("2022-02-30", "no day of the calendar"),
        ("2022-06-01 10:30:00", "write 2022-06-01"),
    ],
)
def test_bad_dates_are_told_with_what_is_allowed(administrator, cell, advice):
    ((column, message),) = figure_errors(administrator, period_end=cell)

    assert column == "period_end"
    assert advice in message


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "missing", "note_zh": "缺", "note_en": "Missing"}, "value"),
        ({"status": "suppressed"}, "value"),
        ({"value": ""}, "value"),
        ({"status": "low_reliability"}, "note_zh"),
        ({"note_zh": "只有中文"}, "note_en"),
        ({"note_en": "English only"}, "note_zh"),
        ({"period_start": ""}, "period_start"),
        ({"period_start": "2022-02-01"}, "period_start"),
        ({"indicator": "homes-share"}, "period_start"),
        ({"indicator": "homes-share", "period_start": "", "value": "91.66"}, "value"),
        ({"indicator": "roads"}, "dimensions"),
        ({"dimensions": "road_type=lane"}, "dimensions"),
        ({"dimensions": "road_type"}, "dimensions"),
        ({"dimensions": "roads=lane"}, "dimensions"),
        ({"dimensions": "road_type=path"}, "dimensions"),
        ({"dimensions": "road_type=lane;road_type=avenue"}, "dimensions"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "period_start": ""}, "period_start"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "period_start": "2023-01-01"}, "period_end"),
        ({"indicator": "roads", "dimensions": "road_type=lane", "value": "4"}, "value"),
        ({"section": "7"}, "section"),
        ({"section": ""}, "section"),
        ({"paragraph": "4"}, "paragraph"),
        ({"paragraph": "0"}, "paragraph"),
        ({"paragraph": "1.5"}, "paragraph"),
        ({"paragraph": "-1"}, "paragraph"),
        ({"as_printed": ""}, "as_printed"),
        ({"as_printed": "1" * 121}, "as_printed"),
        ({"as_printed": "14\x01"}, "as_printed"),
        ({"qualifier": "circa"}, "qualifier"),
        ({"kind": ""}, "kind"),
    ],
)
def test_figure_that_breaks_a_rule_is_told(administrator, cells, column):
    assert column in [found for found, _message in figure_errors(administrator, **cells)]


def test_close_values_of_a_dimension_are_named(administrator):
    ((_column, message),) = figure_errors(administrator, indicator="roads", dimensions="road_type=lanes")

    assert message == "dimensions: “road_type=lanes”: road_type has no value lanes; did you mean lane?"


def test_formula_where_a_value_belongs_is_told(administrator):
    book = release_workbook()
    value = book.sheets[2].rows[0].cells.index("value")
    book.sheets[2].formulas[2, value] = "=1+1"

    report = load_workbook(workbook=book, by=administrator)

    assert [str(error) for error in report.errors] == [
        "Observations, row 2, value: “=1+1”: is a formula; write its value."
    ]


def test_rows_of_a_return_need_no_place_in_a_document(administrator):
    figure = FIGURE | {"section": "", "paragraph": "", "as_printed": ""}

    report = load_workbook(
        workbook=release_workbook(Release=[RELEASE | {"kind": "statistical_return"}], Observations=[figure]),
        by=administrator,
    )

    assert report.errors == []


def test_correction_names_what_it_corrects_and_why(administrator):
    report = load(administrator, Release=[RELEASE | {"kind": "correction", "corrects": "return-2021"}])
    reasons = load(administrator, Release=[RELEASE | {"reason_zh": "因", "reason_en": "Reason"}])

    assert [error.column for error in report.errors] == ["corrects", "reason_zh", "reason_en"]
    assert [error.column for error in reasons.errors] == ["reason_zh", "reason_en"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator": "homes"}, "area"),
        ({"area": "district"}, "indicator"),
        ({"indicator": "roads", "area": "district"}, "dimensions"),
        ({"areas": "district;nowhere"}, "areas"),
        ({"code": "Gardens 2"}, "code"),
        ({"due": "soon"}, "due"),
    ],
)
def test_commitment_that_breaks_a_rule_is_told(administrator, cells, column):
    report = load(administrator, Commitments=[COMMITMENT | cells])

    assert [error.column for error in report.errors] == [column]


def test_commitment_of_another_release_is_not_taken_over(administrator):
    make_commitment(publish(make_release("june"), "2022-06-01") and make_release("july"), "gardens")

    report = load_workbook(workbook=release_workbook(Commitments=[COMMITMENT]), by=administrator)

    assert [(error.sheet, error.column) for error in report.errors] == [("Commitments", "code")]


def test_update_is_of_a_promise_that_was_published_or_is_made_here(administrator):
    make_commitment(make_release("draft-of-others"), "gardens")

    report = load_workbook(workbook=release_workbook(CommitmentUpdates=[UPDATE]), by=administrator)

    assert [(error.sheet, error.column) for error in report.errors] == [("CommitmentUpdates", "commitment")]


def test_update_dates_follow_its_outcome(administrator):
    report = load(
        administrator,
        Commitments=[COMMITMENT],
        CommitmentUpdates=[UPDATE | {"outcome": "partly", "new_due": "2023-01-01"}],
    )

    assert [error.column for error in report.errors] == ["completed_on", "new_due"]


def test_area_is_part_of_a_wider_one(administrator):
    names = {"name_zh": "名", "name_en": "Name"}

    report = load_workbook(
        workbook=workbook(
            Areas=[
                {"code": "town", "kind": "town", "parent": "street", **names},
                {"code": "street", "kind": "subdistrict", "parent": "district", **names},
                {"code": "lost", "kind": "estate", "parent": "", **names},
                {"code": "second", "kind": "district", "parent": "district", **names},
            ]
        ),
        by=administrator,
    )

    assert [(error.row, error.column) for error in report.errors] == [
        (2, "parent"),
        (4, "parent"),
        (5, "parent"),
    ]


def test_meaning_of_a_released_indicator_is_fixed(administrator):
    release = make_release()
    make_figure(release, Indicator.objects.get(code="homes"), 14)
    publish(release)
    row = {
        "code": "homes",
        "sector": "projects",
        "department": "construction",
        "name_zh": "住房",
        "name_en": "Homes",
        "definition_zh": "定义",
        "definition_en": "Definition",
        "unit": "percent",
        "basis": "ytd",
        "decimals": "2",
    }

    report = load_workbook(workbook=workbook(Indicators=[row]), by=administrator)

    assert [error.column for error in report.errors] == ["unit", "decimals"]


def test_terms_fit_their_check(administrator):
    names = {"name_zh": "名", "name_en": "Name"}
    term = {"check": "same", "role": "left", "indicator": "homes", "area": "district", "dimensions": ""}

    report = load_workbook(
        workbook=workbook(
            Checks=[{"code": "same", "kind": "agree", **names, "scale": "0"}],
            CheckTerms=[
                term,
                term | {"indicator": "homes-share"},
                term | {"indicator": "roads", "role": "part", "dimensions": "road_type=lane"},
            ],
        ),
        by=administrator,
    )

    assert [(error.sheet, error.row, error.column) for error in report.errors] == [
        ("Checks", 2, "scale"),
        ("CheckTerms", 2, "role"),
        ("CheckTerms", 3, "role"),
        ("CheckTerms", 4, "role"),
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"release": "june", "section": "7"}, "section"),
        ({"release": "june", "section": "1", "paragraph": "10"}, "paragraph"),
        ({"section": "1"}, "release"),
        ({"paragraph": "1"}, "section"),
        ({"release": "may"}, "release"),
        ({"public": "maybe"}, "public"),
    ],
)
def test_facility_that_breaks_a_rule_is_told(administrator, cells, column):
    make_release("june")

    report = load_workbook(workbook=workbook(Facilities=[FACILITY | cells]), by=administrator)

    assert [error.column for error in report.errors] == [column]
    assert not Facility.objects.exists()


def test_row_that_the_database_holds_already_is_not_judged(administrator):
    release = make_release("old")
    make_figure(release, Indicator.objects.get(code="homes"), 14, section=None, paragraph=None, as_printed="")
    figure = FIGURE | {"section": "", "paragraph": "", "as_printed": "", "period_end": "2022-12-23"}

    same = load_workbook(
        workbook=workbook(Release=[{"slug": "old"}], Observations=[figure]),
        by=administrator,
    )
    changed = load_workbook(
        workbook=workbook(Release=[{"slug": "old"}], Observations=[figure | {"value": "15"}]),
        by=administrator,
    )

    columns = [error.column for error in changed.errors if error.sheet == "Observations"]
    assert [error for error in same.errors if error.sheet == "Observations"] == []
    assert columns == ["section", "paragraph", "as_printed"]
    assert Observation.objects.get().value == 14


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: sheet.code)
def test_labels_tell_the_columns_of_a_sheet_apart(sheet):
    for language in ("zh-hans", "en"):
        with override(language):
            labels = [str(column.label).casefold() for column in sheet.columns]
        assert len(set(labels)) == len(labels)


def test_labels_tell_the_sheets_apart():
    for language in ("zh-hans", "en"):
        with override(language):
            labels = [str(sheet.label).casefold() for sheet in sheets()]
        assert len(set(labels)) == len(labels)


def test_serial_days_are_those_of_excel(administrator):
    report = load(administrator, Observations=[FIGURE | {"period_end": "36526"}])

    assert dt.date(2000, 1, 1).isoformat() in report.errors[0].message


def test_rows_after_blank_ones_keep_their_number(administrator):
    book = release_workbook(Observations=[FIGURE, FIGURE | {"value": "x", "kind": "target"}])
    rows = book.sheets[2].rows
    rows[2:] = [RawRow(3, [""] * 14), RawRow(4, rows[2].cells), RawRow(5, [""] * 14)]

    report = load_workbook(workbook=book, by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [(4, "value")]
