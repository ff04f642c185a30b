"""Matching the sheets and headers of a file to the portal's sheets and columns."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.records.cell_errors import Problem, choose_from
from portal.records.columns import in_both_languages
from portal.records.registry import sheets
from portal.records.sheets import Sheet
from portal.spreadsheets.raw_rows import RawRow, RawSheet, Workbook

#: Sheets written for people and never read.
NOTES = pgettext_lazy("sheet of a workbook", "Notes")
LAST = pgettext_lazy("sheet of a workbook", "Last values")
LISTS = pgettext_lazy("sheet of a workbook", "Lists")
#: File name of the last values among CSV files, which are named by code.
LAST_FILE = "LastValues"


@dataclass
class Table:
    """A recognised sheet: the index of each known column, and the rows below the header."""

    sheet: Sheet
    columns: dict[str, int]
    rows: list[RawRow]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def recognised(workbook: Workbook) -> tuple[list[Table], list[Problem]]:
    """The tables of the workbook in loading order, and the problems with its sheets and headers."""
    for_people = {LAST_FILE, *(word for name in (NOTES, LAST, LISTS) for word in in_both_languages(name))}
    names = {_plain(word): sheet for sheet in sheets() for word in sheet.labels()}
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for raw in workbook.sheets:
        sheet = names.get(_plain(raw.name))
        rows = _filled(raw)
        if sheet is None:
            if rows and raw.name not in for_people:
                problems.append(Problem(raw.name, _unknown_sheet(raw.name)))
        elif sheet.code in tables:
            problems.append(Problem(sheet.code, _("The workbook contains this sheet twice.")))
        else:
            tables[sheet.code] = _table(sheet, raw, rows, problems)
    return [tables[sheet.code] for sheet in sheets() if sheet.code in tables], problems


def rows_of(workbook: Workbook) -> int:
    """The number of rows to read, without the sheets for people."""
    return sum(len(table.rows) for table in recognised(workbook)[0])


def _filled(raw: RawSheet) -> list[RawRow]:
    """Non-empty rows; a formula without a cached result counts as content."""
    rows = {row.number: row for row in raw.rows if any(row.cells)}
    for number, _index in raw.formulas:
        rows.setdefault(number, RawRow(number, []))
    return [rows[number] for number in sorted(rows)]


def _unknown_sheet(name: str) -> str:
    words = {word: sheet.code for sheet in sheets() for word in sheet.labels()}
    return _("Unknown sheet; %(choose)s") % {"choose": choose_from(name, words)}


def _table(sheet: Sheet, raw: RawSheet, rows: list[RawRow], problems: list[Problem]) -> Table:
    if not rows:
        problems.append(Problem(sheet.code, _("The sheet is empty: the header row is missing.")))
        return Table(sheet, {}, [])
    table = Table(sheet, {}, rows[1:], raw.formulas)
    problems += _match_header(table, rows[0])
    problems += _cells_without_column(table, {i for i, c in enumerate(rows[0].cells) if c})
    return table


def _match_header(table: Table, header: RawRow) -> Iterator[Problem]:
    sheet = table.sheet
    names = {_plain(word): column.code for column in sheet.columns for word in column.labels()}
    for index, cell in enumerate(header.cells):
        code = names.get(_plain(cell))
        if not cell:
            continue
        if code is None:
            words = {word: column.code for column in sheet.columns for word in column.labels()}
            unknown = _("Unknown column; %(choose)s") % {"choose": choose_from(cell, words)}
            yield Problem(sheet.code, unknown, header.number, found=cell)
        elif code in table.columns:
            yield Problem(sheet.code, _("The sheet has this column twice."), header.number, code, cell)
        else:
            table.columns[code] = index


def _cells_without_column(table: Table, named: set[int]) -> Iterator[Problem]:
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            if cell and index not in named:
                yield Problem(
                    table.sheet.code, _("The cell is in a column without a header."), row.number, found=cell
                )


def _plain(word: str) -> str:
    """A name normalized for comparison: full-width characters, case, blanks and the required mark are ignored."""
    word = unicodedata.normalize("NFKC", str(word)).casefold()
    return "".join(word.split()).rstrip("*")
