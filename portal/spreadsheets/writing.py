"""Exporting workbooks and writing them as CSV files, so that reading them back gives the same rows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.publishing.permissions import theirs
from portal.records.columns import Number
from portal.records.registry import sheets
from portal.records.sheets import Group, Sheet, TemplateRow, Values
from portal.spreadsheets.lookup import Lookup
from portal.spreadsheets.reading import LAST_FILE
from portal.staff.models import Department, User

NEEDS_SHIELD = re.compile(r"'*[=+\-@]")


@dataclass(frozen=True)
class FilledSheet:
    """A sheet and the rows to write into it.

    `lines`: the rows of a department's template; their last values are written for people, on one sheet for all.
    """

    sheet: Sheet
    rows: list[Values]
    lines: Sequence[TemplateRow] = ()


def export_release(
    release: Release, *, part_of: User | None = None, lines_of: Department | None = None
) -> list[FilledSheet]:
    """Everything in a release, whatever its state, or only the rows of an official's department.

    `lines_of`: adds what this department reports regularly and the release does not have yet.
    """
    lookup = Lookup(release)
    workbook = []
    for sheet in sheets(Group.RELEASE):
        rows = sheet.existing(lookup)
        if part_of and sheet.is_part_of_release:
            rows = theirs(rows, part_of)
        values = [sheet.read(row) for row in rows]
        lines = _lines(sheet, lines_of, beside=values)
        workbook.append(FilledSheet(sheet, values + [_as_values(sheet, line) for line in lines], lines))
    return workbook


def export_all(group: Group) -> list[FilledSheet]:
    """All codelists, indicators and checks, or all ordinary content."""
    lookup = Lookup()
    return [FilledSheet(s, [s.read(row) for row in s.existing(lookup)]) for s in sheets(group)]


def template(department: Department | None = None) -> list[FilledSheet]:
    """The sheets of a release, empty or with the rows that a department reports regularly.

    A listed row left untouched is ignored when the workbook is read.
    """
    workbook = []
    for sheet in sheets(Group.RELEASE):
        lines = _lines(sheet, department)
        workbook.append(FilledSheet(sheet, [_as_values(sheet, line) for line in lines], lines))
    return workbook


def _lines(sheet: Sheet, department: Department | None, beside: Iterable[Values] = ()) -> list[TemplateRow]:
    """What the department reports regularly in the sheet, but for what stands there already."""
    if not (sheet.template and department):
        return []
    naming = sorted(sheet.template.naming)
    there = {tuple(values[code] for code in naming) for values in beside}
    return [
        line
        for line in sheet.template.of(department)
        if tuple(line.cells.get(code, sheet.column(code).default) for code in naming) not in there
    ]


def _as_values(sheet: Sheet, line: TemplateRow) -> Values:
    return Values((column.code, line.cells.get(column.code, column.default)) for column in sheet.columns)


def last_values(workbook: Iterable[FilledSheet]) -> list[tuple[str, ...]]:
    """The last-values sheet in the active language: headers, then one row a line; empty without lines."""
    rows = []
    for filled in workbook:
        for line in filled.lines:
            shown = (filled.sheet.column(code).show(value) for code, value in line.cells.items())
            codes = ", ".join(filter(None, shown))
            rows.append((str(filled.sheet.label), line.name, line.last, line.when, codes))
    headers = (_("Sheet"), _("Row"), _("Last value"), _("Period"), _("Code"))
    return [headers, *rows] if rows else []


def write_folder(workbook: Iterable[FilledSheet], folder: Path, *, encoding: str = "utf-8") -> None:
    """A folder of CSV files named by sheet code. Existing files of these names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _csv_files(workbook):
        (folder / name).write_text(text, encoding=encoding, newline="")


def csv_zip(workbook: Sequence[FilledSheet]) -> bytes:
    """A zip of the CSV files, and of one with last values if there are any.

    Excel needs a UTF-8 BOM to open Chinese CSV files correctly.
    """
    target = io.BytesIO()
    files = dict(_csv_files(workbook))
    if last := last_values(workbook):
        files[f"{LAST_FILE}.csv"] = _csv_text([_shielded(text) for text in row] for row in last)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(name, text.encode("utf-8-sig"))
    return target.getvalue()


def _csv_files(workbook: Iterable[FilledSheet]) -> Iterator[tuple[str, str]]:
    for filled in workbook:
        columns = filled.sheet.columns
        rows = [[column.code for column in columns]]
        for values in filled.rows:
            texts = [(column, column.show(values[column.code])) for column in columns]
            rows.append([text if isinstance(c, Number) else _shielded(text) for c, text in texts])
        yield f"{filled.sheet.code}.csv", _csv_text(rows)


def _csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _shielded(text: str) -> str:
    """CSV text that no spreadsheet evaluates."""
    return f"'{text}" if NEEDS_SHIELD.match(text) else text
