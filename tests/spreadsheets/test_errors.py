"""What is wrong in a workbook is told all at once, and nothing of it is loaded."""

import datetime as dt

import pytest
from django.utils.translation import override

from portal.records.registry import sheets
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import RawSheet
from tests.workbooks import (
    FIGURE,
    RELEASE,
    SECTION,
    figure_errors,
    load_refused,
    raw_sheet,
    release_workbook,
    workbook,
)
from tests.world import make_area, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def codelists(shared) -> None:
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


def test_errors_of_all_sheets_are_told_at_once(administrator):
    report = load_refused(
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
    report = load_refused(administrator, Observations=[FIGURE | {"indicator": "hoems"}])

    assert [str(error) for error in report.errors] == [
        "Observations, row 2, indicator: “hoems”: unknown (indicator); did you mean homes?"
    ]


def test_error_speaks_the_language_of_the_reader(administrator):
    messages = []
    for language in ("en", "zh-hans"):
        with override(language):
            messages.append(
                str(load_refused(administrator, Sections=[SECTION | {"paragraphs": "三"}]).errors[0])
            )

    assert messages[0] == (
        "Sections, row 2, paragraphs: “三”: is not a plain number: "
        "write digits with at most one point, such as 14 or 91.6."
    )
    assert messages[1].startswith("Sections")
    assert messages[1] != messages[0]


def test_unknown_area_is_found_by_its_other_name(administrator):
    report = load_refused(administrator, Observations=[FIGURE | {"area": "经开区"}])

    assert report.errors[0].message == "unknown (area); did you mean district?"


def test_unknown_sheet_and_column_are_told_with_what_is_close(administrator):
    report = load_refused(
        administrator,
        Observation=[FIGURE],
        Observations=[FIGURE | {"valeu": "3"}],
    )

    assert [(e.sheet, e.row, e.found, e.message) for e in report.errors] == [
        ("Observation", None, "", "Unknown sheet; did you mean Observations?"),
        ("Observations", 1, "valeu", "Unknown column; did you mean value?"),
    ]


def test_empty_unknown_sheets_of_excel_are_ignored(administrator):
    book = release_workbook()
    book.append(RawSheet("Sheet2", []))

    assert load_workbook(workbook=book, by=administrator).errors == []


def test_missing_columns_are_told_once_each(administrator):
    figure = {
        column: cell for column, cell in FIGURE.items() if column not in {"indicator", "status", "note_zh"}
    }

    report = load_refused(administrator, Observations=[figure, figure | {"area": ""}])

    assert [(e.row, e.column) for e in report.errors] == [(None, "indicator"), (None, "status"), (3, "area")]


def test_missing_column_names_and_cells_without_a_column_are_told(administrator):
    sheet = raw_sheet("Sections", [SECTION])
    sheet.rows[1].append("lost")
    book = [raw_sheet("Release", [RELEASE]), sheet, RawSheet("Observations", [])]

    report = load_workbook(workbook=book, by=administrator)

    assert [(e.sheet, e.row, e.found) for e in report.errors] == [
        ("Sections", 2, "lost"),
        ("Observations", None, ""),
    ]


def test_column_and_sheet_twice_are_told(administrator):
    book = release_workbook()
    book[1].rows[0].append("number")
    book[1].rows[1].append("2")
    book.append(raw_sheet("Observations", [FIGURE]))

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
    assert [e.message for e in twice.errors] == ["The sheet has 2 rows; it must have exactly one."]


def test_duplicates_are_told_with_both_rows(administrator):
    report = load_refused(
        administrator, Observations=[FIGURE, FIGURE | {"kind": "target"}, FIGURE | {"value": "15"}]
    )

    assert [(e.row, e.message) for e in report.errors] == [
        (4, "Duplicate of row 2; each may occur in the sheet only once.")
    ]


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("１４", "use half-width digits"),
        ("1,234", "remove the thousands separators"),
        ("1，234", "remove the thousands separators"),
        ("2079万元", "without unit"),
        ("95%", "without unit"),
        ("1E+05", "write out all digits"),
        ("约14", "write digits with at most one point"),
        ("1.2.3", "write digits"),
        ("1.5", "The indicator takes whole numbers only."),
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
        ("44713", "2022-06-01, if that is the date"),
        ("2022-02-30", "not a valid date"),
        ("2022-06-01 10:30:00", "write 2022-06-01"),
    ],
)
def test_bad_dates_are_told_with_what_is_allowed(administrator, cell, advice):
    ((column, message),) = figure_errors(administrator, period_end=cell)

    assert column == "period_end"
    assert advice in message


def test_close_values_of_a_dimension_are_named(administrator):
    ((_column, message),) = figure_errors(administrator, indicator="roads", dimensions="road_type=lanes")

    assert message == "dimensions: “road_type=lanes”: road_type has no value lanes; did you mean lane?"


def test_formula_where_a_value_belongs_is_told(administrator):
    book = release_workbook()
    value = book[2].rows[0].index("value")
    book[2].formulas[2, value] = "=1+1"

    report = load_workbook(workbook=book, by=administrator)

    assert [str(error) for error in report.errors] == [
        "Observations, row 2, value: “=1+1”: is a formula; enter its value instead."
    ]


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
    report = load_refused(administrator, Observations=[FIGURE | {"period_end": "36526"}])

    assert dt.date(2000, 1, 1).isoformat() in report.errors[0].message


def test_rows_after_blank_ones_keep_their_number(administrator):
    book = release_workbook(Observations=[FIGURE, FIGURE | {"value": "x", "kind": "target"}])
    rows = book[2].rows
    rows[2:] = [[""] * 14, rows[2], [""] * 14]

    report = load_workbook(workbook=book, by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [(4, "value")]
