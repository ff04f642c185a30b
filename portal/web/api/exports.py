"""CSV and XLSX versions of lists: the same rows in the same order, one column a field, all rows at once.

A nested object becomes columns (`period_start`), a mapping becomes `key=value` pairs, and a list is joined by “; ”,
with the first field of nested rows.
"""

import csv
import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from json import loads

import xlsxwriter
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import serializers

from portal.web.api.responses import Rendered

CHUNK = 500
#: Rows of a sheet below its header row.
EXCEL_ROWS = 1_048_575
#: Excel keeps 15 digits of a number; longer numbers are written as text.
EXCEL_DIGITS = 15
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int | Decimal | bool | None


def columns(serializer: serializers.Serializer, prefix: str = "") -> list[str]:
    """Column names, derived from the serializer alone, so they never depend on the rows."""
    names = []
    for name, field in serializer.fields.items():
        if isinstance(field, serializers.Serializer):
            names += columns(field, f"{prefix}{name}_")
        else:
            names.append(prefix + name)
    return names


def cells(serializer: serializers.Serializer, shown: dict | None) -> Iterator[Cell]:
    """The cells of one serialized row, in the order of `columns`."""
    for name, field in serializer.fields.items():
        value = None if shown is None else shown[name]
        if isinstance(field, serializers.Serializer):
            yield from cells(field, value)
        elif isinstance(value, dict):
            yield "; ".join(f"{key}={as_value(one)}" for key, one in value.items())
        elif isinstance(value, list):
            yield "; ".join(map(as_item, value))
        else:
            yield value


def as_value(one: object) -> str:
    """A value of a mapping: a list as its items, nothing as nothing."""
    return ",".join(map(str, one)) if isinstance(one, list) else "" if one is None else str(one)


def as_item(one: object) -> str:
    """An item of a list: of an object its first member, with its status if it has one."""
    if not isinstance(one, dict):
        return str(one)
    first = str(next(iter(one.values())))
    return f"{first}={one['status']}" if "status" in one else first


def table(
    serializer: serializers.Serializer, rows: Iterable, results: Callable[[list], list]
) -> Iterator[list[Cell]]:
    """Header and rows, read in chunks. `results`: the rows of a chunk as in JSON."""
    yield columns(serializer)
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, CHUNK)):
        for shown in results(chunk):
            is_text = isinstance(shown, Rendered)
            yield list(cells(serializer, loads(shown, parse_float=Decimal) if is_text else shown))


def as_text(cell: Cell) -> Cell:
    """The cell as CSV has it; a text that a spreadsheet would evaluate as a formula is quoted."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


class Echo:
    """A file object for csv.writer that returns each line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(lines: Iterable[list[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a BOM, by which Excel in China tells it from GB18030."""
    writer = csv.writer(Echo())
    yield BYTE_ORDER_MARK.encode()
    while block := list(itertools.islice(lines, CHUNK)):
        yield "".join(writer.writerow([as_text(cell) for cell in line]) for line in block).encode()


def xlsx_bytes(lines: Iterable[list[Cell]], why_empty: Callable[[], str]) -> Iterator[bytes]:
    """A workbook with one sheet, built on disk; equal rows give equal bytes. A second sheet says why there are none."""
    with tempfile.TemporaryFile() as file:
        workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
        workbook.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        number = 0
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                write_cell(sheet, number, column, cell)
        if not number:
            write_cell(workbook.add_worksheet(str(_("Note"))), 0, 0, why_empty())
        workbook.close()
        file.seek(0)
        yield from iter(lambda: file.read(64 * 1024), b"")


def write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | Decimal) and len(Decimal(cell).as_tuple().digits) <= EXCEL_DIGITS:
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, format(cell, "f") if isinstance(cell, Decimal) else str(cell))


def download(
    lines: Callable[[], Iterable[list[Cell]]],
    kind: str,
    filename: str,
    etag: str,
    why_empty: Callable[[], str] = str,
) -> StreamingHttpResponse:
    """A streaming response with a table as a file. Nothing is read before the first byte is sent.

    `why_empty`: why there are no rows, in words, if there are none.
    """
    language = translation.get_language()

    def content() -> Iterator[bytes]:
        with translation.override(language):
            table = iter(lines())
            yield from csv_lines(table) if kind == "csv" else xlsx_bytes(table, why_empty)

    answer = StreamingHttpResponse(content(), content_type=CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}.{kind}"'
    answer.headers["ETag"] = etag
    return answer
