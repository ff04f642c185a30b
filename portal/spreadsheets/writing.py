"""Exporting workbooks in both formats, so that reading them back gives the same rows."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from portal.publishing.models import Release
from portal.publishing.permissions import theirs
from portal.records.columns import Column, Number, Value
from portal.records.registry import sheets
from portal.records.sheets import Group, Sheet, Values
from portal.spreadsheets.csv_folder import shielded
from portal.spreadsheets.references import Lookup
from portal.staff.models import User


@dataclass(frozen=True)
class FilledSheet:
    """A sheet and the rows to write into it."""

    sheet: Sheet
    rows: list[Values]


def export_release(release: Release, *, part_of: User | None = None) -> list[FilledSheet]:
    """Everything in a release, whatever its state, or only the rows of an official's department."""
    return _filled(sheets(Group.RELEASE), Lookup(release), part_of)


def export_reference() -> list[FilledSheet]:
    """All codelists, indicators and checks."""
    return _filled(sheets(Group.REFERENCE), Lookup())


def export_content() -> list[FilledSheet]:
    """All ordinary content."""
    return _filled(sheets(Group.CONTENT), Lookup())


def template() -> list[FilledSheet]:
    """The sheets of a release, empty."""
    return [FilledSheet(sheet, []) for sheet in sheets(Group.RELEASE)]


def _filled(chosen: Iterable[Sheet], lookup: Lookup, part_of: User | None = None) -> list[FilledSheet]:
    def rows(sheet: Sheet) -> QuerySet:
        found = sheet.existing(lookup)
        return theirs(found, part_of) if part_of and sheet.is_part_of_release else found

    return [FilledSheet(sheet, [sheet.read(row) for row in rows(sheet)]) for sheet in chosen]


def write_folder(workbook: Iterable[FilledSheet], folder: Path, *, encoding: str = "utf-8") -> None:
    """A folder of CSV files named by sheet code. Existing files of these names are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for filled in workbook:
        columns = filled.sheet.columns
        with (folder / f"{filled.sheet.code}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.code for column in columns)
            writer.writerows(
                [_csv_cell(column, row[column.code]) for column in columns] for row in filled.rows
            )


def _csv_cell(column: Column, value: Value) -> str:
    text = column.show(value)
    return text if isinstance(column, Number) else shielded(text)
