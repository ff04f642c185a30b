"""The report on a workbook that was loaded or previewed."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.cell_errors import Problem
from portal.records.registry import sheets

if TYPE_CHECKING:
    from portal.records.sheets import Row, Sheet, Values
    from portal.spreadsheets.validating import Difference


@dataclass(frozen=True)
class Change:
    """One changed cell: its row in the workbook, its column, and the old and new text."""

    row: int
    column: str
    before: str
    after: str


@dataclass
class SheetReport:
    """Counts of new, changed, unchanged and removed rows in a sheet.

    `untouched` rows are missing from the workbook but stay: they belong to other departments or to codelists. `added`
    and `gone` name the new and removed rows by key.
    """

    sheet: str
    label: str
    new: int
    changed: int
    unchanged: int
    removed: int
    untouched: int
    changes: list[Change] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, difference: "Difference") -> "SheetReport":
        sheet = difference.sheet
        return cls(
            sheet.code,
            str(sheet.label),
            len(difference.new),
            len(difference.changed),
            len(difference.unchanged),
            len(difference.removed),
            difference.untouched,
            [
                Change(row.number, *change)
                for row in difference.changed
                if not row.is_foreign
                for change in changes(sheet, row)
            ],
            [key_in_words(sheet, row.values) for row in difference.new],
            [key_in_words(sheet, sheet.read(instance)) for instance in difference.removed],
        )


@dataclass
class LoadReport:
    """A line for each sheet, and all errors. If there are errors, nothing was loaded."""

    sheets: list[SheetReport]
    errors: list[Problem]
    release: Release | None = None
    foreseen: object = None

    @property
    def is_changed(self) -> bool:
        """Whether the workbook differs from the database."""
        return any(sheet.new or sheet.changed or sheet.removed for sheet in self.sheets)

    @property
    def digest(self) -> str:
        """Identifies this outcome, so that nothing is loaded but what was previewed."""
        sheets = [replace(sheet, label="") for sheet in self.sheets]  # they depend on the reader's language
        said = repr((self.release and self.release.pk, sheets))
        return hashlib.sha256(said.encode()).hexdigest()


def told(problem: Problem) -> str:
    """The problem with the sheet and column headings the official sees, and the codes used in CSV folders."""
    sheet = next((sheet for sheet in sheets() if sheet.code == problem.sheet), None)
    if sheet is None:
        return str(problem)
    columns = {column.code: str(column.label) for column in sheet.columns}
    column = headed(columns.get(problem.column, problem.column), problem.column)
    return str(replace(problem, sheet=headed(str(sheet.label), sheet.code), column=column))


def headed(label: str, code: str) -> str:
    """Heading and code, or just one if they are equal."""
    if label.casefold() == code.casefold():
        return code
    return _("%(label)s (%(code)s)") % {"label": label, "code": code}


def key_in_words(sheet: "Sheet", values: "Values") -> str:
    """The key of a row, from its cells; unreadable cells are skipped."""
    return ", ".join(filter(None, (sheet.column(c).show(values[c]) for c in sheet.key if c in values)))


def changes(sheet: "Sheet", row: "Row") -> "list[tuple[str, str, str]]":
    """Column, old text and new text of each changed cell."""
    return [
        (column.code, column.show(row.before[column.code]), column.show(row.values[column.code]))
        for column in sheet.columns
        if column.code in row.values and row.before[column.code] != row.values[column.code]
    ]
