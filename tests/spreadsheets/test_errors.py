"""What is wrong in a workbook is told all at once, and nothing of it is loaded."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from portal.areas.models import Area
from portal.records.columns import Date
from portal.records.parsing import parse_number
from portal.records.registry import sheets
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import RawSheet
from portal.spreadsheets.xlsx import formulas
from portal.statistics.models import Observation
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

CLOSEST = "Observations, Operations, SiteOperations"
UNKNOWN_SHEET = f"Not one of the portal's sheets, so it is not read; did you mean {CLOSEST}?"


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
            FIGURE | {"indicator": "hoems", "value": "14-15"},
            FIGURE | {"paragraph": "9", "area": "经开", "period_end": "2022-02-30"},
        ],
    )

    assert places(report) == [
        ("Release", 2, "kind", "artcle"),
        ("Release", 2, "title_en", ""),
        ("Sections", 2, "department", "constructoin"),
        ("Observations", 2, "indicator", "hoems"),
        ("Observations", 2, "value", "14-15"),
        ("Observations", 3, "paragraph", "9"),
        ("Observations", 3, "area", "经开"),
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


def test_row_is_known_by_its_code_in_any_width_its_name_or_another_name(administrator):
    for name in ("经开区", "district", "ｄｉｓｔｒｉｃｔ"):
        book = release_workbook(Observations=[FIGURE | {"area": name}])

        assert load_workbook(workbook=book, by=administrator).errors == []
    assert [figure.series.area.code for figure in Observation.objects.all()] == ["district"]


def test_name_of_an_area_that_is_close_is_proposed(administrator):
    report = load_refused(administrator, Observations=[FIGURE | {"area": "经开"}])

    assert report.errors[0].message == "unknown (area); did you mean district?"


def test_two_areas_of_one_name_are_both_offered_with_their_towns(administrator):
    for town in ("gushan", "boyu"):
        parent = make_area(town, "town", name_zh=f"{town}镇")
        make_area(f"{town}-sunshine", "estate", parent, name_zh="阳光小区")

    report = load_refused(administrator, Observations=[FIGURE | {"area": "阳光小区"}])

    assert report.errors[0].message == (
        "several rows (area) have this name; write the code of one: "
        f"gushan-sunshine ({Area.objects.get(code='gushan')}), boyu-sunshine ({Area.objects.get(code='boyu')})."
    )


def test_unknown_sheets_and_columns_are_left_aside_with_a_notice(administrator):
    book = release_workbook(Observation=[FIGURE], Observations=[FIGURE | {"valeu": "3"}])

    report = load_workbook(workbook=book, by=administrator)

    assert report.errors == []
    assert {(n.sheet, n.row, n.found, n.message) for n in report.notices} == {
        (
            "Observation",
            None,
            "",
            UNKNOWN_SHEET,
        ),
        ("Observations", 1, "valeu", "Not a column of this sheet, so it is not read; did you mean value?"),
    }


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
        administrator,
        Observations=[FIGURE, FIGURE | {"kind": "target"}, FIGURE | {"value": "15", "as_printed": "15个"}],
    )

    assert [(e.row, e.message) for e in report.errors] == [
        (4, "Duplicate of row 2; each may occur in the sheet only once.")
    ]


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("1,23", "write digits only"),
        ("2079万元", "write 20790000"),
        ("95%", "This is no percentage: the unit is"),
        ("1E+05", "write out all digits"),
        ("约14余", "write 14, with the qualifier “about”"),
        ("(5)", "for a negative number write -5"),
        ("1\u200b4", "invisible characters (U+200B zero-width space)"),
        ("1.2.3", "write digits"),
        ("1.5", "The indicator takes whole numbers only."),
        ("1234567890123456789", "18 digits before"),
        ("0.1234567", "6 after the point"),
    ],
)
def test_bad_numbers_are_told_with_what_is_allowed(administrator, cell, advice):
    ((column, message),) = figure_errors(administrator, value=cell, as_printed="全部")

    assert column == "value"
    assert advice in message


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("20220601", "write it as YYYY-MM-DD"),
        ("2022-02-30", "there is no such day"),
        ("2022-06-01 10:30:00", "write it as YYYY-MM-DD"),
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
    book[2].unread |= formulas({(2, value): "=1+1"})

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


@pytest.mark.parametrize("text", ["44713", "2022/6/1", "2022.6.1", "2022年6月1日", "２０２２-０６-０１"])
def test_days_are_read_as_people_and_excel_write_them(text):
    assert Date("period_end").read(text, None) == dt.date(2022, 6, 1)


@pytest.mark.parametrize("day", ["9999-12-31", "2203-06-30", "1066-01-01"])
def test_implausible_year_is_refused(administrator, day):
    assert figure_errors(administrator, period_end=day) == [
        ("period_end", f"period_end: “{day}”: The year must be between 1900 and 2199.")
    ]


def test_result_of_days_to_come_is_refused(administrator):
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()

    errors = figure_errors(administrator, period_start=f"{tomorrow[:4]}-01-01", period_end=tomorrow)

    assert [message.rpartition(": ")[2] for _column, message in errors] == [
        "A result cannot be about days to come."
    ]


@pytest.mark.parametrize("text", ["1234.5", "１２３４.５", "1,234.5", "1，234.5", "1 234.5", "+1234.5"])
def test_numbers_are_read_as_people_write_them(text):
    assert parse_number(text) == (Decimal("1234.5"), False)


@pytest.mark.parametrize(
    ("text", "number"), [("-5", "-5"), ("\u22125", "-5"), ("95%", "95"), ("９５％", "95")]
)
def test_signs_of_numbers_are_read(text, number):
    assert parse_number(text) == (Decimal(number), "%" in text or "％" in text)


def test_rows_after_blank_ones_keep_their_number(administrator):
    book = release_workbook(Observations=[FIGURE, FIGURE | {"value": "x", "kind": "target"}])
    rows = book[2].rows
    rows[2:] = [[""] * 14, rows[2], [""] * 14]

    report = load_workbook(workbook=book, by=administrator)

    assert [(error.row, error.column) for error in report.errors] == [(4, "value")]
