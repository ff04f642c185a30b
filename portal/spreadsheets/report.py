"""The report on a workbook that was loaded or previewed: what it changes, and every problem in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Release, Section
from portal.records.cell_errors import Problem, quoted
from portal.records.registry import sheet_of, sheets
from portal.records.sheets import Group, Row, Sheet
from portal.spreadsheets.comparing import Comparison, SheetChanges, shown_key
from portal.spreadsheets.lookup import Lookup
from portal.spreadsheets.row_preview import RowPreview, row_previews


class Change(NamedTuple):
    """One changed cell: its row in the workbook, its column, and the old and new text."""

    row: int
    column: str
    before: str
    after: str


@dataclass
class SheetReport:
    """Counts of new, changed, unchanged and removed rows in a sheet.

    `untouched` rows are missing from the workbook but stay: they belong to other departments or to codelists. `added`
    and `gone` name the new and removed rows by key. `rows` has the first of them and of the changed ones in words.
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
    rows: list[RowPreview] = field(default_factory=list)


@dataclass
class LoadReport:
    """A line for each sheet, and all errors. If there are errors, nothing was loaded; `notices` prevent nothing."""

    sheets: list[SheetReport]
    errors: list[Problem]
    notices: list[Problem] = field(default_factory=list)
    release: Release | None = None
    foreseen: object = None

    @property
    def is_changed(self) -> bool:
        """Whether the workbook differs from the database."""
        return any(sheet.new or sheet.changed or sheet.removed for sheet in self.sheets)

    @property
    def digest(self) -> str:
        """Identifies this outcome, so that nothing is loaded but what was previewed."""
        sheets = [
            replace(sheet, label="", rows=[]) for sheet in self.sheets
        ]  # they depend on the reader's language
        outcome = repr((self.release and self.release.pk, sheets))
        return hashlib.sha256(outcome.encode()).hexdigest()


def report_on(comparison: Comparison) -> LoadReport:
    """The report before anything is loaded; problems are general ones first, then by sheet, row and column."""
    release = comparison.lookup.release
    problems = list(comparison.problems)
    if release is not None and not release.is_editable:
        why = _why_frozen(release)
        for changes in comparison.changes:
            if changes.sheet.group is Group.RELEASE:
                problems += [replace(p, message=f"{p.message}; {why}") for p in _as_problems(changes)]
    problems += _without_place(comparison.changes, comparison.lookup)
    columns = {sheet.code: ["", *(column.code for column in sheet.columns)] for sheet in sheets()}
    order = list(columns)

    def place(problem: Problem) -> tuple[int, int, int]:
        if problem.sheet not in columns:
            return -1, 0, 0
        codes = columns[problem.sheet]
        column = codes.index(problem.column) if problem.column in codes else 0
        return order.index(problem.sheet), problem.row or 0, column

    return LoadReport(
        [_sheet_report(changes, comparison.lookup) for changes in comparison.changes],
        sorted(problems, key=place),
        comparison.notices,
        release,
    )


def _sheet_report(changes: SheetChanges, lookup: Lookup) -> SheetReport:
    sheet = changes.sheet
    return SheetReport(
        sheet.code,
        str(sheet.label),
        len(changes.new),
        len(changes.changed),
        len(changes.unchanged),
        len(changes.removed),
        changes.untouched,
        [change for row in changes.changed if not row.is_foreign for change in _changed_cells(sheet, row)],
        [shown_key(sheet, row.values) for row in changes.new],
        [shown_key(sheet, sheet.read(instance)) for instance in changes.removed],
        row_previews(changes, lookup),
    )


def _changed_cells(sheet: Sheet, row: Row) -> list[Change]:
    return [
        Change(
            row.number,
            column.code,
            column.show(row.before[column.code]),
            column.show(row.values[column.code]),
        )
        for column in sheet.columns
        if column.code in row.values and row.before[column.code] != row.values[column.code]
    ]


def _why_frozen(release: Release) -> str:
    if release.state == Release.State.SUBMITTED:
        return _("the release is under review. It can be changed once it is returned.")
    if release.is_under_embargo(timezone.now()):
        return _(
            "the release is approved for a future time. Cancel the approval and return it to make changes."
        )
    return _("the release is public. Changes to it need a correction, which is a separate release.")


def _as_problems(changes: SheetChanges) -> Iterator[Problem]:
    """Every change in a sheet of which nothing may change."""
    sheet = changes.sheet
    for row in changes.new:
        yield Problem(sheet.code, _("a new row"), row.number)
    for row in changes.changed:
        cells = _changed_cells(sheet, row)
        if not cells:
            yield Problem(sheet.code, _("is in a different position"), row.number)
        for change in cells:
            message = _("differs from %(before)s") % {"before": quoted(change.before)}
            yield Problem(sheet.code, message, row.number, change.column, row.given.get(change.column, ""))
    for instance in changes.removed:
        key = shown_key(sheet, sheet.read(instance))
        yield Problem(sheet.code, _("the row %(key)s is missing") % {"key": key})


def _without_place(differences: list[SheetChanges], lookup: Lookup) -> Iterator[Problem]:
    """Release rows whose section or paragraph would no longer exist after loading."""
    layout = sheet_of(Section)
    if not any(d.sheet is layout and (d.removed or d.changed) for d in differences):
        return
    paragraphs = {key[0]: values.get("paragraphs") for key, values in lookup.rows(layout.code).items()}
    loaded = {
        (d.sheet.code, d.sheet.key_of(row.values))
        for d in differences
        for row in (*d.new, *d.changed)
        if all(code in row.values for code in d.sheet.key)
    }
    for sheet in sheets(Group.RELEASE):
        if not {"section", "paragraph"} <= {column.code for column in sheet.columns}:
            continue
        for key, values in lookup.rows(sheet.code).items():
            section, paragraph = values.get("section"), values.get("paragraph")
            last = paragraphs.get(section)
            exists = section in paragraphs and (not paragraph or not last or paragraph <= last)
            if section and not exists and (sheet.code, key) not in loaded:
                message = _("%(sheet)s still has a row at %(section)s ¶%(paragraph)s.")
                place = {"sheet": sheet.code, "section": section, "paragraph": paragraph}
                yield Problem(layout.code, message % place)


def with_headings(problem: Problem) -> str:
    """The problem with the sheet and column headings the official sees, and the codes used in CSV folders."""
    sheet = next((sheet for sheet in sheets() if sheet.code == problem.sheet), None)
    if sheet is None:
        return str(problem)
    labels = {column.code: str(column.label) for column in sheet.columns}
    column = headed(labels.get(problem.column, problem.column), problem.column)
    return str(replace(problem, sheet=headed(str(sheet.label), sheet.code), column=column))


def headed(label: str, code: str) -> str:
    """Heading and code, or just one if they are equal."""
    if label.casefold() == code.casefold():
        return code
    return _("%(label)s (%(code)s)") % {"label": label, "code": code}
