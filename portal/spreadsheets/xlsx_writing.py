"""Writing .xlsx files for officials: translated labels, dropdown lists, notes on each column."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.publishing.permissions import visible_to
from portal.records.cell_errors import quoted
from portal.records.columns import Choice, Native, Number
from portal.records.lookups import Target
from portal.records.sheets import Reference
from portal.spreadsheets.lookup import Lookup
from portal.spreadsheets.reading import LAST, LISTS, NAME, NOTES
from portal.spreadsheets.writing import FilledSheet, last_values
from portal.staff.models import User

#: Excel's limits: characters in a cell and in an inline list, digits of a number, first reliable year.
LONGEST_TEXT, LONGEST_LIST, EXACT_DIGITS, FIRST_YEAR = 32_767, 255, 15, 1901
#: Rows with dropdown lists.
ROWS_TO_FILL = 2000


class UnwritableWorkbook(ValueError):
    """The content does not fit into an .xlsx. The message says why, and what to use instead."""


def write_xlsx(workbook: Sequence[FilledSheet], target: Path | BinaryIO, *, by: User | None = None) -> None:
    """All sheets, then notes, last values, and the lists of codes that `by` may see.

    Raises UnwritableWorkbook.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        formats = {
            "required": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
            "optional": book.add_format({"bottom": 2, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
        }
        pages = [_write_sheet(book, formats, filled) for filled in workbook]
        _write_for_people(book, str(NOTES), _notes(workbook), widths=(20, 20, 20, 20, 90)).freeze_panes(1, 0)
        if last := last_values(workbook):
            _write_for_people(book, str(LAST), last, widths=(16, 40, 40, 40, 40))
        lists = _write_lists(book, workbook, Lookup(visible=partial(visible_to, by) if by else None))
        for page, filled in zip(pages, workbook, strict=True):
            _offer(page, filled, lists)


def _write_sheet(book: xlsxwriter.Workbook, formats: dict[str, Format], filled: FilledSheet) -> Worksheet:
    page = book.add_worksheet(str(filled.sheet.label))
    first = _first_column(filled)
    page.freeze_panes(1, first)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if first:
        page.write_column(0, 0, [str(NAME), *_names(filled)], formats["optional"])
        page.set_column(0, 0, 48)
    for index, column in enumerate(filled.sheet.columns, start=first):
        page.write_string(0, index, str(column.label), formats["required" if column.required else "optional"])
        page.set_column(index, index, 24, formats["number" if isinstance(column, Number) else "text"])
        for row, values in enumerate(filled.rows, start=1):
            _write_cell(page, formats, (row, index), column.native(values[column.code]))
    return page


def _first_column(filled: FilledSheet) -> int:
    """The place of the first column that is read: after the names of what is reported regularly."""
    return int(filled.sheet.template is not None and bool(filled.rows))


def _names(filled: FilledSheet) -> list[str]:
    """Each row by the names of what its codes stand for, those reported regularly as their department calls them."""
    sheet, lookup = filled.sheet, Lookup()
    lookup.remember(sheet, dict(enumerate(filled.rows)))
    naming = [
        column
        for column in sheet.columns
        if column.code in sheet.template.naming and not isinstance(column, Choice)
    ]
    stored = filled.rows[: len(filled.rows) - len(filled.lines)]
    words = ([column.in_words(values[column.code], lookup) for column in naming] for values in stored)
    return [*(" · ".join(filter(None, row)) for row in words), *(line.name for line in filled.lines)]


def _write_cell(page: Worksheet, formats: dict[str, Format], place: tuple[int, int], value: Native) -> None:
    if value == "":
        return
    if isinstance(value, dt.date) and value.year >= FIRST_YEAR:
        page.write_datetime(*place, value, formats["date"])
    elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
        page.write_number(*place, value, formats["number"])
    elif len(text := str(value)) <= LONGEST_TEXT:
        page.write_string(*place, text, formats["text"])
    else:
        too_long = _("%(text)s exceeds the %(longest)d characters of an Excel cell; use CSV files instead.")
        raise UnwritableWorkbook(too_long % {"text": quoted(text), "longest": LONGEST_TEXT})


def _notes(workbook: Iterable[FilledSheet]) -> list[tuple[str, ...]]:
    """Every column and its allowed values, below a header."""
    rows = [(_("Sheet"), _("Column"), _("Code"), _("Required"), _("Allowed"))]
    for filled in workbook:
        for column in filled.sheet.columns:
            required = _("yes") if column.required is True else _("in a document") if column.required else ""
            meanings = "; ".join(f"{word} = {meaning}" for word, meaning in column.options().items() if word)
            allowed = ": ".join(filter(None, (column.allowed(), meanings))) if meanings else column.allowed()
            rows.append((str(filled.sheet.label), str(column.label), column.code, required, allowed))
    return rows


def _write_for_people(
    book: xlsxwriter.Workbook, name: str, rows: Iterable[Sequence[str]], *, widths: Sequence[int]
) -> Worksheet:
    """A sheet with a header that is never read."""
    page = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "bottom": 2})
    for number, row in enumerate(rows):
        for index, text in enumerate(row):
            page.write_string(number, index, text, heading if number == 0 else None)
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    return page


def _write_lists(
    book: xlsxwriter.Workbook, workbook: Iterable[FilledSheet], lookup: Lookup
) -> dict[Target, str]:
    """A sheet with the codes that cells may refer to, next to their names; returns the range of each list."""
    page = book.add_worksheet(str(LISTS))
    lists: dict[Target, str] = {}
    references = (c for filled in workbook for c in filled.sheet.columns if isinstance(c, Reference))
    targets = dict.fromkeys(column.to for column in references if not column.to.within_release)
    for place, to in enumerate(targets):
        codes = sorted((getattr(row, to.by), str(row)) for row in lookup.visible(lookup.known(to)))
        page.write_string(0, 2 * place, to.label)
        for row, (code, name) in enumerate(codes, start=1):
            page.write_string(row, 2 * place, code)
            page.write_string(row, 2 * place + 1, name)
        if codes:
            letters = xlsxwriter.utility.xl_col_to_name(2 * place, col_abs=True)
            lists[to] = f"='{LISTS}'!{letters}$2:{letters}${len(codes) + 1}"
    return lists


def _offer(page: Worksheet, filled: FilledSheet, lists: dict[Target, str]) -> None:
    """Add dropdown lists to the columns. Other accepted words can still be typed."""
    for index, column in enumerate(filled.sheet.columns, start=_first_column(filled)):
        words = list(column.options())
        source = words if words and len(",".join(words)) <= LONGEST_LIST else None
        if isinstance(column, Reference):
            source = lists.get(column.to)
        if source:
            choice = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(1, index, ROWS_TO_FILL, index, choice)
