"""A department's template: its regular rows, each with its last value for reference.

A listed row left untouched is ignored when the workbook is read.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from portal.records.registry import sheets
from portal.records.sheets import Group, Sheet, TemplateRow, Values
from portal.spreadsheets.csv_folder import shielded
from portal.spreadsheets.tables import LAST_FILE
from portal.spreadsheets.writing import FilledSheet
from portal.staff.models import Department


def says_nothing(sheet: Sheet, given: Mapping[str, str]) -> bool:
    """Whether a row is an untouched template line: it identifies something and adds no value."""
    if sheet.template is None:
        return False
    others = (column for column in sheet.columns if column.code not in sheet.template.naming)
    return all(given.get(column.code, "") in {"", column.show(column.default)} for column in others)


def template_for(department: Department) -> tuple[list[FilledSheet], list[tuple[Sheet, TemplateRow]]]:
    """The sheets of a release with the department's lines, and the lines of the last-values sheet."""
    filled, listed = [], []
    for sheet in sheets(Group.RELEASE):
        lines = list(sheet.template.of(department)) if sheet.template else []
        filled.append(FilledSheet(sheet, [_row(sheet, line) for line in lines]))
        listed += [(sheet, line) for line in lines]
    return filled, listed


def last_values(lines: Iterable[tuple[Sheet, TemplateRow]]) -> list[tuple[str, ...]]:
    """The last-values sheet in the active language: headers, then one row a line."""
    rows = [(_("Sheet"), _("Row"), _("Last value"), _("Period"), _("Code"))]
    for sheet, line in lines:
        codes = ", ".join(filter(None, (sheet.column(code).show(v) for code, v in line.cells.items())))
        rows.append((str(sheet.label), line.name, line.last, line.when, codes))
    return rows


def write_last(lines: Iterable[tuple[Sheet, TemplateRow]], folder: Path, *, encoding: str = "utf-8") -> None:
    """The last values as a CSV file next to the others; it is never read."""
    with (folder / f"{LAST_FILE}.csv").open("w", encoding=encoding, newline="") as file:
        rows = last_values(lines)
        csv.writer(file, lineterminator="\n").writerows([shielded(text) for text in row] for row in rows)


def _row(sheet: Sheet, line: TemplateRow) -> Values:
    return Values((column.code, line.cells.get(column.code, column.default)) for column in sheet.columns)
