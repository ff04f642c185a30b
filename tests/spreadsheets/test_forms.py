"""Both forms of a workbook: .xlsx and a folder of CSV, as the portal, Excel and strangers write them."""

import io
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from django.utils.translation import override

from portal.records.cell_errors import UnreadableWorkbook
from portal.records.registry import sheets
from portal.spreadsheets import xlsx, xlsx_scan
from portal.spreadsheets.reading import RawSheet, read_csv, read_tables, read_workbook
from portal.spreadsheets.writing import FilledSheet, template, write_folder
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook, write_xlsx
from tests.workbooks import FIGURE
from tests.world import make_area, make_indicator, make_series


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def book_of(fill, **options) -> io.BytesIO:
    """An .xlsx that `fill` writes into the sheet Observations."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        fill(book, book.add_worksheet("Observations"))
    file.seek(0)
    return file


def nothing(_book, _sheet) -> None:
    """Leaves the sheet empty."""


def with_part(file: io.BytesIO, name: str, change) -> io.BytesIO:
    """The same zip with one part changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    changed.seek(0)
    return changed


def cells_of(workbook: list[RawSheet]) -> list[list[str]]:
    return workbook[0].rows


def test_xlsx_cells_are_read_as_the_text_that_excel_shows():
    def fill(book, sheet):
        day, time = (book.add_format({"num_format": shape}) for shape in ("yyyy/m/d", "yyyy/m/d h:mm"))
        sheet.write_row(0, 0, [14, 0.1, 91.6, 1e21, True, " 近100% ", "a\r\nb"])
        sheet.write_number(0, 7, 44713, day)
        sheet.write_number(0, 8, 44713.4375, time)

    assert cells_of(read_workbook(book_of(fill))) == [
        [
            "14",
            "0.1",
            "91.6",
            "1000000000000000000000",
            "true",
            "近100%",
            "a\nb",
            "2022-06-01",
            "2022-06-01 10:30:00",
        ]
    ]


def test_xlsx_rows_are_counted_as_excel_counts():
    def fill(book, sheet):
        sheet.write_row(2, 1, ["section", "value"])
        sheet.write_row(4, 1, ["1", "x"])

    reading = read_tables(read_workbook(book_of(fill)))
    (table,), problems = reading.tables, reading.problems

    assert problems == []
    assert table.columns == ["section", "value"]
    assert [row.number for row in table.rows] == [5]


def test_xlsx_formulas_are_found_wherever_they_stand():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["section", "value", "paragraph", "area"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(3, 1, '=HYPERLINK("x")', None, "")
        sheet.write_array_formula(5, 2, 6, 3, "{=A1:B2}", None, 1)
        sheet.write_string(8, 1, "=text", None)

    sheet = read_workbook(book_of(fill, strings_to_formulas=False))[0]

    assert set(sheet.unread) == {(2, 0), (4, 1), (6, 2), (6, 3), (7, 2), (7, 3)}
    assert sheet.unread[4, 1][0] == '=HYPERLINK("x")'
    assert sheet.rows[8][1] == "=text"


def test_xlsx_formula_without_a_result_is_found_in_its_row():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["section", "value"])
        sheet.write_formula(1, 1, "=1+1", None, 2)

    bare = with_part(book_of(fill), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>2</v>", b""))

    reading = read_tables(read_workbook(bare))
    (table,), _problems = reading.tables, reading.problems

    assert [row.number for row in table.rows] == [2]
    assert table.unread[2, "value"][0] == "=1+1"


def test_xlsx_beyond_all_measure_is_refused():
    def far(book, sheet):
        sheet.write_string(1_000_000, 0, "x")

    def wide(book, sheet):
        sheet.write_string(0, 300, "x")

    for fill in (far, wide):
        with pytest.raises(UnreadableWorkbook, match="has more than 100000 rows or 200 columns"):
            read_workbook(book_of(fill))


def test_xlsx_that_repeats_a_long_text_too_often_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx_scan, "LARGEST_TEXT", 100_000)

    def fill(book, sheet):
        for row in range(10):
            sheet.write_string(row, 0, "长" * 20_000)

    with pytest.raises(UnreadableWorkbook, match="too much text"):
        read_workbook(book_of(fill))


def test_xlsx_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "LARGEST_UNPACKED", 2**20)
    bomb = with_part(book_of(nothing), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 2 * 2**20)

    with pytest.raises(UnreadableWorkbook, match="unpacks to more than 1 MB"):
        read_workbook(bomb)


def test_xlsx_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "LARGEST", 100)

    with pytest.raises(UnreadableWorkbook, match="larger than"):
        read_workbook(book_of(nothing))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_xlsx_with_entities_is_refused(part):
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    with pytest.raises(UnreadableWorkbook, match="document type"):
        read_workbook(with_part(book_of(nothing), part, lambda _xml: evil))


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", b"PK\x03\x04 broken", bytes.fromhex("D0CF11E0A1B11AE1") + b"old"],
    ids=["empty", "text", "broken", "old"],
)
def test_file_that_is_no_xlsx_is_refused(content):
    with pytest.raises(UnreadableWorkbook):
        read_workbook(io.BytesIO(content))


def test_xlsx_with_damaged_parts_is_refused():
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with pytest.raises(UnreadableWorkbook, match="damaged"):
            read_workbook(with_part(book_of(nothing), part, lambda xml: xml[:80]))


def test_zip_without_a_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/other.xml", "<x/>")
    file.seek(0)

    with pytest.raises(UnreadableWorkbook, match="damaged"):
        read_workbook(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_each_encoding(encoding):
    content = "章节,打印值\r\n1,“近100%”，约２万\r\n".encode(encoding)

    assert read_csv("Observations", content).rows == [
        ["章节", "打印值"],
        ["1", "“近100%”，约２万"],
    ]


def test_csv_in_no_known_encoding_is_refused():
    with pytest.raises(UnreadableWorkbook, match=r"Units\.csv is encoded neither in UTF-8 nor in GB18030"):
        read_csv("Units", b"\xff\xff\x80")


def test_csv_rows_are_counted_by_record_not_by_line():
    sheet = read_csv("Sections", 'number,summary_zh\n1,"两\n行"\n2,后\n'.encode())

    assert sheet.rows[1:] == [["1", "两\n行"], ["2", "后"]]


def test_csv_formula_is_found_and_shielded_text_is_not_one():
    sheet = read_csv("Observations", b"value,as_printed\n=1+1,'=1+1\n-5,'-5\n'tis,''=x\n")

    assert sheet.unread[2, 0][0] == "=1+1"
    assert sheet.rows[1:] == [["=1+1", "=1+1"], ["-5", "-5"], ["'tis", "'=x"]]


@pytest.mark.parametrize("content", [b'a,b\n"1,2\n', b'a,b\n"1"x,2\n', b"a\x00b\n" + b"x" * 2**21])
def test_csv_that_is_broken_is_refused(content):
    with pytest.raises(UnreadableWorkbook, match=r"Units\.csv is not valid CSV"):
        read_csv("Units", content)


def test_folder_without_csv_and_other_files_are_refused(tmp_path):
    (tmp_path / "book.ods").write_text("x")

    with pytest.raises(UnreadableWorkbook, match="contains no CSV file"):
        read_workbook(tmp_path)
    with pytest.raises(UnreadableWorkbook, match="neither an .xlsx nor a folder"):
        read_workbook(tmp_path / "book.ods")
    with pytest.raises(UnreadableWorkbook, match="No such file"):
        read_workbook(tmp_path / "lost.xlsx")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sheets_and_columns_are_known_by_their_labels(language):
    file = io.BytesIO()
    with override(language), xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for sheet in sheets():
            labels = [f" {column.label}* " for column in reversed(sheet.columns)]
            book.add_worksheet(str(sheet.label).upper()).write_row(0, 0, labels)
    file.seek(0)

    reading = read_tables(read_workbook(file))
    tables, problems = reading.tables, reading.problems

    assert problems == []
    assert [table.sheet for table in tables] == sheets()
    for table in tables:
        assert table.columns == [column.code for column in reversed(table.sheet.columns)]


def test_template_is_read_as_empty_sheets_whatever_its_language(db):
    for language in ("zh-hans", "en"):
        file = io.BytesIO()
        with override(language):
            write_xlsx(template(), file)
        file.seek(0)

        reading = read_tables(read_workbook(file))
        tables, problems = reading.tables, reading.problems

        assert problems == []
        assert [(table.sheet.code, table.rows) for table in tables] == [
            (f.sheet.code, []) for f in template()
        ]
        assert all(len(table.columns) == len(table.sheet.columns) for table in tables)


def test_template_offers_lists_and_says_what_is_allowed(db):
    from tests.world import make_area

    make_area("district", name_en="The District")
    file = io.BytesIO()
    write_xlsx(template(), file)

    with zipfile.ZipFile(file) as archive:
        observations = archive.read("xl/worksheets/sheet4.xml").decode()
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert '"actual,target' in observations
    assert "Lists" in observations
    assert "actual = actual; target = target" in strings
    assert "The District" in strings


def test_text_too_long_for_a_cell_of_xlsx_is_refused(db):
    release = template()[0].sheet
    row = {column.code: column.default for column in release.columns} | {"summary_en": "x" * 32_768}

    with pytest.raises(UnwritableWorkbook, match="use CSV files instead"):
        write_xlsx([FilledSheet(release, [row])], io.BytesIO())


def test_number_with_more_digits_than_excel_keeps_is_written_as_text(db):
    sheet = next(filled.sheet for filled in template() if filled.sheet.code == "Observations")
    row = {column.code: column.default for column in sheet.columns}
    values = [Decimal("123456789012345678.123456"), Decimal("0.1"), Decimal(20790000)]
    file = io.BytesIO()

    write_xlsx([FilledSheet(sheet, [row | {"value": value} for value in values])], file)
    file.seek(0)

    reading = read_tables(read_workbook(file))
    (table, *_rest), _problems = reading.tables, reading.problems
    assert [row.given["value"] for row in table.rows] == ["123456789012345678.123456", "0.1", "20790000"]


def test_csv_folder_is_written_under_codes(tmp_path):
    write_folder(template(), tmp_path / "new" / "folder")

    header = Path(tmp_path / "new" / "folder" / "Observations.csv").read_text(encoding="utf-8")
    assert header == ",".join(FIGURE) + "\n"


def test_template_names_each_row_beside_its_codes_in_a_column_that_is_never_read(administrator):
    series = make_series(
        make_indicator("homes", name_zh="新建住房数"), make_area("gushan", "town", name_zh="崮山镇")
    )
    file = io.BytesIO()
    with override("zh-hans"):
        write_xlsx(template(series.indicator.department), file)
    file.seek(0)

    book = read_workbook(file)
    reading = read_tables(book)

    sheet = next(raw for raw in book if raw.name == "数据")
    assert [row[0] for row in sheet.rows] == ["名称（不读入）", "新建住房数 · 崮山镇"]
    assert [row[sheet.rows[0].index("指标")] for row in sheet.rows] == ["指标", "homes"]
    assert reading.notices == []


SHEET = "xl/worksheets/sheet1.xml"
HEAVY = {
    "a formula of all cells": b'<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>',
    "a formula of many rows": b'<row r="1"><c r="A1"><f t="array" ref="A1:A100000">1</f><v>1</v></c></row>',
    "rows without cells": b"<row/>" * 200_000,
    "cells upon cells": b'<row r="1">' + b'<c r="A1"/>' * 60_000 + b"</row>",
}


@pytest.mark.parametrize("rows", HEAVY.values(), ids=HEAVY)
def test_small_file_of_a_huge_sheet_is_refused_before_it_costs_memory(rows, monkeypatch):
    monkeypatch.setattr(xlsx_scan, "MOST_CELLS", 50_000)
    file = with_part(
        book_of(nothing),
        SHEET,
        lambda part: part.replace(b"<sheetData/>", b"<sheetData>%s</sheetData>" % rows),
    )
    tracemalloc.start()

    try:
        with pytest.raises(
            UnreadableWorkbook, match="more than 100000 rows or 200 columns, or too much text"
        ):
            read_workbook(file)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 30 * 2**20
