"""Writing .xlsx files for officials: translated labels, dropdown lists, notes on each column."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.records.cell_errors import quoted
from portal.records.columns import Column, Native, Number
from portal.records.lookups import Target
from portal.records.sheets import Reference, Sheet, TemplateRow
from portal.spreadsheets.permissions import Permit
from portal.spreadsheets.references import Lookup
from portal.spreadsheets.tables import LAST, LISTS, NOTES
from portal.spreadsheets.templates import last_values
from portal.spreadsheets.writing import FilledSheet
from portal.staff.models import User

#: Excel's limits: characters in a cell and in an inline list, digits of a number, first reliable year.
LONGEST_TEXT, LONGEST_LIST, EXACT_DIGITS, FIRST_YEAR = 32_767, 255, 15, 1901
#: Rows with dropdown lists.
ROWS_TO_FILL = 2000


class UnwritableWorkbook(ValueError):
    """The content does not fit into an .xlsx. The message says why, and what to use instead."""


def write_xlsx(
    workbook: Iterable[FilledSheet],
    target: Path | BinaryIO,
    *,
    by: User | None = None,
    last: Sequence[tuple[Sheet, TemplateRow]] = (),
) -> None:
    """All sheets, then notes, last values, and the lists of codes that `by` may see.

    Raises UnwritableWorkbook.
    """
    workbook = list(workbook)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        pages = [_Page(book, filled) for filled in workbook]
        _write_notes(book, workbook)
        if last:
            _write_last(book, last)
        lists = _write_lists(book, workbook, Lookup(visible=Permit(by).visible if by else None))
        for page in pages:
            page.offer(lists)


class _Page:
    """One sheet being written."""

    def __init__(self, book: xlsxwriter.Workbook, filled: FilledSheet) -> None:
        self.filled = filled
        self.formats = _formats(book)
        self.page: Worksheet = book.add_worksheet(str(filled.sheet.label))
        self.page.freeze_panes(1, 0)
        self.page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, column in enumerate(filled.sheet.columns):
            self._write_column(index, column)

    def _write_column(self, index: int, column: Column) -> None:
        heading = self.formats["required" if column.required else "optional"]
        self.page.write_string(0, index, str(column.label), heading)
        self.page.set_column(
            index, index, 24, self.formats["number" if isinstance(column, Number) else "text"]
        )
        for row, values in enumerate(self.filled.rows, start=1):
            self._write_cell(row, index, column.native(values[column.code]))

    def _write_cell(self, row: int, index: int, value: Native) -> None:
        if value == "":
            return
        if isinstance(value, dt.date) and value.year >= FIRST_YEAR:
            self.page.write_datetime(row, index, value, self.formats["date"])
        elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
            self.page.write_number(row, index, value, self.formats["number"])
        else:
            self._write_text(row, index, str(value))

    def _write_text(self, row: int, index: int, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            too_long = _(
                "%(text)s exceeds the %(longest)d characters of an Excel cell; use CSV files instead."
            )
            raise UnwritableWorkbook(too_long % {"text": quoted(text), "longest": LONGEST_TEXT})
        self.page.write_string(row, index, text, self.formats["text"])

    def offer(self, lists: dict[Target, str]) -> None:
        """Add dropdown lists to the columns. Other accepted words can still be typed."""
        for index, column in enumerate(self.filled.sheet.columns):
            words = list(column.options())
            source = words if words and len(",".join(words)) <= LONGEST_LIST else None
            if isinstance(column, Reference):
                source = lists.get(column.to)
            if source:
                choice = {"validate": "list", "source": source, "error_type": "warning"}
                self.page.data_validation(1, index, ROWS_TO_FILL, index, choice)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "required": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "optional": book.add_format({"bottom": 2, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
    }


def _write_notes(book: xlsxwriter.Workbook, workbook: list[FilledSheet]) -> None:
    """A sheet describing every column and its allowed values; it is never read."""
    page = book.add_worksheet(str(NOTES))
    heading = book.add_format({"bold": True, "bottom": 2})
    rows = [(_("Sheet"), _("Column"), _("Code"), _("Required"), _("Allowed"))]
    for filled in workbook:
        for column in filled.sheet.columns:
            required = _("yes") if column.required is True else _("in a document") if column.required else ""
            meanings = "; ".join(f"{word} = {meaning}" for word, meaning in column.options().items() if word)
            allowed = ": ".join(filter(None, (column.allowed(), meanings))) if meanings else column.allowed()
            rows.append((str(filled.sheet.label), str(column.label), column.code, required, allowed))
    for number, row in enumerate(rows):
        for index, text in enumerate(row):
            page.write_string(number, index, text, heading if number == 0 else None)
    page.set_column(0, 3, 20)
    page.set_column(4, 4, 90)
    page.freeze_panes(1, 0)


def _write_last(book: xlsxwriter.Workbook, lines: Sequence[tuple[Sheet, TemplateRow]]) -> None:
    """A sheet with the last value of each listed row; it is never read."""
    page = book.add_worksheet(str(LAST))
    heading = book.add_format({"bold": True, "bottom": 2})
    for number, row in enumerate(last_values(lines)):
        for index, text in enumerate(row):
            page.write_string(number, index, text, heading if number == 0 else None)
    page.set_column(0, 0, 16)
    page.set_column(1, 4, 40)
    page.freeze_panes(1, 0)


def _write_lists(book: xlsxwriter.Workbook, workbook: list[FilledSheet], lookup: Lookup) -> dict[Target, str]:
    """A sheet with the codes that cells may refer to, next to their names; returns the range of each list."""
    page = book.add_worksheet(str(LISTS))
    lists: dict[Target, str] = {}
    targets = [
        c.to
        for f in workbook
        for c in f.sheet.columns
        if isinstance(c, Reference) and not c.to.within_release
    ]
    for place, to in enumerate(dict.fromkeys(targets)):
        codes = sorted((getattr(row, to.by), str(row)) for row in lookup.visible(lookup.known(to)))
        page.write_string(0, 2 * place, to.label)
        for row, (code, name) in enumerate(codes, start=1):
            page.write_string(row, 2 * place, code)
            page.write_string(row, 2 * place + 1, name)
        if codes:
            letters = xlsxwriter.utility.xl_col_to_name(2 * place, col_abs=True)
            lists[to] = f"='{LISTS}'!{letters}$2:{letters}${len(codes) + 1}"
    return lists
