"""Matching the sheets and headers of a file to the portal's sheets and columns."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.records.cell_errors import Problem, choose_from
from portal.records.columns import in_both_languages
from portal.records.registry import sheets
from portal.records.sheets import Row, Sheet, Values
from portal.spreadsheets.raw_rows import RawSheet

#: Sheets written for people and never read.
NOTES = pgettext_lazy("sheet of a workbook", "Notes")
LAST = pgettext_lazy("sheet of a workbook", "Last values")
LISTS = pgettext_lazy("sheet of a workbook", "Lists")
#: File name of the last values among CSV files, which are named by code.
LAST_FILE = "LastValues"


@dataclass
class Table:
    """A sheet of the workbook: its known columns in the order of the file, and the rows below the header.

    `formulas` has the text of each formula by row number and column.
    """

    sheet: Sheet
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    formulas: dict[tuple[int, str], str] = field(default_factory=dict)


def tables_of(workbook: list[RawSheet]) -> tuple[list[Table], list[Problem]]:
    """The tables of the workbook in loading order, and the problems with its sheets and headers."""
    for_people = {LAST_FILE, *(word for name in (NOTES, LAST, LISTS) for word in in_both_languages(name))}
    names = {word: sheet for sheet in sheets() for word in sheet.labels()}
    known = {_plain(word): sheet for word, sheet in names.items()}
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for raw in workbook:
        rows = _filled_rows(raw)
        sheet = known.get(_plain(raw.name))
        if sheet is None:
            if rows and raw.name not in for_people:
                choose = choose_from(raw.name, {word: sheet.code for word, sheet in names.items()})
                problems.append(Problem(raw.name, _("Unknown sheet; %(choose)s") % {"choose": choose}))
        elif sheet.code in tables:
            problems.append(Problem(sheet.code, _("The workbook contains this sheet twice.")))
        else:
            tables[sheet.code] = Table(sheet)
            problems += _fill(tables[sheet.code], rows, raw.formulas)
    return [tables[sheet.code] for sheet in sheets() if sheet.code in tables], problems


def row_count(workbook: list[RawSheet]) -> int:
    """The number of rows to read, without the sheets for people."""
    return sum(len(table.rows) for table in tables_of(workbook)[0])


def _filled_rows(raw: RawSheet) -> dict[int, list[str]]:
    """The cells of non-empty rows by number; a formula without a cached result counts as content."""
    rows = {number: cells for number, cells in enumerate(raw.rows, start=1) if any(cells)}
    rows = {number: [] for number, _index in raw.formulas} | rows
    return dict(sorted(rows.items()))


def _fill(
    table: Table, rows: dict[int, list[str]], formulas: dict[tuple[int, int], str]
) -> Iterator[Problem]:
    """Match the header, then read the rows below it by column."""
    sheet = table.sheet
    if not rows:
        yield Problem(sheet.code, _("The sheet is empty: the header row is missing."))
        return
    (header, headings), *body = rows.items()
    names = {word: column.code for column in sheet.columns for word in column.labels()}
    known = {_plain(word): code for word, code in names.items()}
    indexes: dict[str, int] = {}
    for index, heading in enumerate(headings):
        code = known.get(_plain(heading))
        if not heading:
            continue
        if code is None:
            unknown = _("Unknown column; %(choose)s") % {"choose": choose_from(heading, names)}
            yield Problem(sheet.code, unknown, header, found=heading)
        elif code in indexes:
            yield Problem(sheet.code, _("The sheet has this column twice."), header, code, heading)
        else:
            indexes[code] = index
    codes = {index: code for code, index in indexes.items()}
    table.columns = list(indexes)
    table.formulas = {(row, codes[index]): text for (row, index), text in formulas.items() if index in codes}
    named = {index for index, heading in enumerate(headings) if heading}
    for number, cells in body:
        given = {code: cells[index] if index < len(cells) else "" for code, index in indexes.items()}
        table.rows.append(Row(number, Values(), given))
        for index, cell in enumerate(cells):
            if cell and index not in named:
                message = _("The cell is in a column without a header.")
                yield Problem(sheet.code, message, number, found=cell)


def _plain(word: str) -> str:
    """A name normalized for comparison: full-width characters, case, blanks and the required mark are ignored."""
    word = unicodedata.normalize("NFKC", str(word)).casefold()
    return "".join(word.split()).rstrip("*")
