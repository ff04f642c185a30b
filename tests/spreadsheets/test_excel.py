"""What Excel shows of a cell is what is read, or the cell is refused by name."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.utils.translation import override

from portal.spreadsheets.reading import read_tables, read_workbook

HEADINGS = ["section", "paragraph", "period_end", "value", "as_printed"]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def reading_of(*cells: tuple[str, object, str], **options: object):
    """A sheet of figures with one row; each cell is its column, its value and its number format."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Observations")
        sheet.write_row(options.get("header", 0), 0, HEADINGS)
        row = options.get("header", 0) + 1
        for column, value, number_format in cells:
            style = book.add_format({"num_format": number_format})
            sheet.write(row, HEADINGS.index(column), value, style)
        if options.get("title"):
            sheet.write_string(0, 0, options["title"])
        if options.get("is_column_hidden"):
            sheet.set_column(HEADINGS.index("value"), HEADINGS.index("value"), None, None, {"hidden": True})
        if options.get("is_row_hidden"):
            sheet.set_row(row, None, None, {"hidden": True})
        if options.get("is_sheet_hidden"):
            book.add_worksheet("Release").activate()
            sheet.hide()
    file.seek(0)
    return read_tables(read_workbook(file))


def given(*cells: tuple[str, object, str]) -> dict[str, str]:
    return {code: text for code, text in reading_of(*cells).tables[0].rows[0].given.items() if text}


def refused(*cells: tuple[str, object, str]) -> dict[str, tuple[str, str]]:
    return {code: why for (_row, code), why in reading_of(*cells).tables[0].unread.items()}


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.95, "0%", "95%"),
        (0.916, "0.0%", "91.6%"),
        (1, "0%", "100%"),
        (0.95, "General", "0.95"),
        (1234.5, "#,##0.00", "1234.5"),
        (3100, '0"人"', "3100"),
        (-5, "0_);(0)", "-5"),
        (-5, "0;[Red]-0", "-5"),
    ],
)
def test_number_is_read_as_it_is_shown(value, number_format, text):
    assert given(("value", value, number_format)) == {"value": text}


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.91604, "0.0%", "91.6%"),
        (0.9997, "0%", "100%"),
        (14.4, "0", "14"),
        (20790000, '0.0,,"百万"', "20.8百万"),
        (20790000, '0"万元"', "20790000万元"),
        (14, '"约"0', "约14"),
        (2800, '0"余"', "2800余"),
        (14, ";;;", ""),
        (0, "0;-0;;@", ""),
        (0, '0;-0;"无"', "无"),
        (-5, "0;0", "5"),
        (14, '[>10]"多";0', ""),
    ],
)
def test_number_that_is_shown_as_another_is_refused(value, number_format, shown):
    (_held, why) = refused(("value", value, number_format))["value"]

    assert why == f"is what the cell holds, but Excel shows “{shown}”; enter the number as it is meant."


def test_text_column_takes_what_is_shown_of_a_number():
    assert given(("section", 1.1, "0.00"), ("as_printed", 0.95, "0%")) == {
        "section": "1.10",
        "as_printed": "95%",
    }


def test_text_column_refuses_a_date_that_excel_made():
    why = refused(("section", dt.date(2026, 1, 2), "m-d"))["section"]

    assert why == (
        "2026-01-02",
        "is a number or a date to Excel; format the cell as text and enter it again.",
    )


def test_day_is_read_from_a_cell_with_a_date():
    assert given(("period_end", dt.date(2023, 3, 31), "yyyy/m/d")) == {"period_end": "2023-03-31"}


def test_number_with_more_digits_than_excel_keeps_is_refused():
    ((_held, why),) = refused(("value", 123456789012345678, "0")).values()

    assert why == "has more digits than Excel keeps; format the cell as text and enter the number again."


def test_error_cell_is_refused_by_its_name():
    assert with_formula("=NA()", "#N/A") == ("#N/A", "is an error; enter a value instead.")


@pytest.mark.parametrize(
    ("kept", "advice"),
    [
        (14, "is a formula; enter its value instead: “14”"),
        ("乙", "is a formula; enter its value instead: “乙”"),
        ("", "is a formula; enter its value instead."),
    ],
)
def test_formula_is_refused_with_the_value_that_excel_kept(kept, advice):
    assert with_formula("=SUM(A1:A2)", kept) == ("=SUM(A1:A2)", advice)


def with_formula(formula: str, kept: object) -> tuple[str, str]:
    """What is said of a formula whose last value Excel has kept."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Observations")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_formula(1, 3, formula, None, kept)
        sheet.write_number(1, 1, 2)
    file.seek(0)
    return read_workbook(file)[0].unread[2, 3]


def test_hidden_row_is_read_and_said():
    reading = reading_of(("value", 5, "0"), is_row_hidden=True)

    assert [str(notice) for notice in reading.notices] == [
        "Observations: 1 row is hidden in Excel and is read all the same: 2."
    ]
    assert len(reading.tables[0].rows) == 1


def test_hidden_column_is_read_and_said():
    reading = reading_of(("value", 5, "0"), is_column_hidden=True)

    assert [str(one) for one in reading.notices] == [
        "Observations: These columns are hidden in Excel and are read all the same: value."
    ]


def test_hidden_sheet_is_read_and_said():
    reading = reading_of(("value", 5, "0"), is_sheet_hidden=True)

    assert "Observations: The sheet is hidden in Excel, and is read all the same." in map(
        str, reading.notices
    )


def test_title_above_the_header_is_one_problem():
    reading = reading_of(("value", 5, "0"), header=2, title="2023年统计表")

    assert [str(problem) for problem in reading.problems] == [
        "Observations, row 3: The columns are named in this row: delete the rows above it."
    ]


def test_sheet_without_any_header_is_one_problem():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Observations")
        for row in range(300):
            sheet.write_row(row, 0, ["甲", "乙", row])
    file.seek(0)

    assert [str(problem) for problem in read_tables(read_workbook(file)).problems] == [
        "Observations, row 1: The first row names none of the sheet's columns."
    ]
