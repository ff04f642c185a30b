"""The changes that a workbook makes, and their execution."""

from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Release, Section
from portal.records.cell_errors import Problem, quoted
from portal.records.registry import sheet_of, sheets
from portal.records.sheets import Group, Sheet, Values
from portal.spreadsheets.permissions import Permit
from portal.spreadsheets.progress import OnProgress, Progress, unwatched
from portal.spreadsheets.reading import RawSheet, Table, tables_of
from portal.spreadsheets.references import Lookup
from portal.spreadsheets.report import LoadReport, SheetReport, changes
from portal.spreadsheets.validating import Difference, Validation
from portal.staff.models import User


class Plan:
    """A workbook compared with the database. Nothing is written before `carry_out`."""

    def __init__(self, workbook: list[RawSheet], by: User, on_progress: OnProgress = unwatched) -> None:
        tables, self.problems = tables_of(workbook)
        progress = Progress(on_progress, "comparing", sum(len(table.rows) for table in tables))
        self.permit = Permit(by)
        self.lookup = Lookup(self._release(tables), self.permit.visible)
        self.validation = Validation(self.lookup, self.permit, progress)
        self.differences = [self._compare(table) for table in tables]
        self.problems += self.validation.problems
        self.problems += self._frozen()
        self.problems += misplaced(self.differences, self.lookup)

    def _compare(self, table: Table) -> Difference:
        difference = self.validation.compare(table)
        if table.sheet.model is Release:
            for row in [*difference.new, *difference.changed]:
                self.lookup.release_kind = row.values.get("kind", "")
        return difference

    def _release(self, tables: list[Table]) -> Release | None:
        """The workbook's release, locked; None if it is new or not named."""
        parts = [table for table in tables if table.sheet.is_part_of_release]
        named_in = next((table for table in tables if table.sheet.model is Release), None)
        if named_in is None:
            if parts:
                self.problems.append(
                    Problem(
                        _release_sheet().code,
                        _("The sheet is missing; it names the release of the other sheets."),
                    )
                )
            return None
        if len(named_in.rows) != 1:
            message = _("The sheet has %(rows)d rows; it must have exactly one.") % {
                "rows": len(named_in.rows)
            }
            self.problems.append(Problem(named_in.sheet.code, message))
            return None
        slug = named_in.rows[0].given.get("slug", "")
        release = Release.objects.select_for_update().filter(slug=slug).first()
        if release and not self.permit.visible(Release.objects.filter(pk=release.pk)).exists():
            taken = _("The address is used by a release to which your department does not contribute.")
            self.problems.append(Problem(named_in.sheet.code, taken, named_in.rows[0].number, "slug", slug))
            return None
        return release

    def _frozen(self) -> Iterator[Problem]:
        """Every change to a release that is no longer editable."""
        release = self.lookup.release
        if release is None or release.is_editable:
            return
        why = _why_frozen(release)
        for difference in self.differences:
            if difference.sheet.group is Group.RELEASE:
                yield from (
                    Problem(p.sheet, f"{p.message}; {why}", p.row, p.column, p.found)
                    for p in _named(difference)
                )

    @property
    def release(self) -> Release | None:
        """The release being loaded; a new one is not saved yet."""
        if self.lookup.release is not None:
            return self.lookup.release
        new = (d.new for d in self.differences if d.sheet.model is Release)
        return next((Release(slug=row.values["slug"]) for rows in new for row in rows), None)

    @property
    def is_none(self) -> bool:
        return all(difference.is_none for difference in self.differences)

    @property
    def rows_to_write(self) -> int:
        """The number of new and changed rows."""
        return sum(len(difference.new) + len(difference.changed) for difference in self.differences)

    def report(self) -> LoadReport:
        return LoadReport(
            [SheetReport.of(difference) for difference in self.differences],
            in_order(self.problems),
            self.lookup.release,
        )


def _why_frozen(release: Release) -> str:
    if release.state == Release.State.SUBMITTED:
        return _("the release is under review. It can be changed once it is returned.")
    if release.is_under_embargo(timezone.now()):
        return _(
            "the release is approved for a future time. Cancel the approval and return it to make changes."
        )
    return _("the release is public. Changes to it need a correction, which is a separate release.")


def in_order(problems: list[Problem]) -> list[Problem]:
    """General problems first, then by sheet, row and column."""
    columns = {sheet.code: [column.code for column in sheet.columns] for sheet in sheets()}
    places = list(columns)

    def place(problem: Problem) -> tuple[int, int, int]:
        if problem.sheet not in columns:
            return -1, 0, 0
        codes = columns[problem.sheet]
        column = codes.index(problem.column) if problem.column in codes else -1
        return places.index(problem.sheet), problem.row or 0, column

    return sorted(problems, key=place)


def _named(difference: Difference) -> Iterator[Problem]:
    """Every change in a sheet, as problems where none is allowed."""
    sheet = difference.sheet
    for row in difference.new:
        yield Problem(sheet.code, _("a new row"), row.number)
    for row in difference.changed:
        found = changes(sheet, row)
        if not found:
            yield Problem(sheet.code, _("is in a different position"), row.number)
        for code, before, _after in found:
            yield Problem(
                sheet.code,
                _("differs from %(before)s") % {"before": quoted(before)},
                row.number,
                code,
                row.given.get(code, ""),
            )
    for instance in difference.removed:
        key = ", ".join(filter(None, _shown(sheet, sheet.read(instance)).values()))
        yield Problem(sheet.code, _("the row %(key)s is missing") % {"key": key})


def _shown(sheet: Sheet, values: Mapping[str, object]) -> dict[str, str]:
    return {code: sheet.column(code).show(values[code]) for code in sheet.key}


def _release_sheet() -> Sheet:
    return sheet_of(Release)


def misplaced(differences: list[Difference], lookup: Lookup) -> Iterator[Problem]:
    """Release rows whose section or paragraph would no longer exist after loading."""
    layout = sheet_of(Section)
    if not any(d.sheet is layout and (d.removed or d.changed) for d in differences):
        return
    sections = {key[0]: values.get("paragraphs") for key, values in lookup.rows(layout.code).items()}
    loaded = {
        (d.sheet.code, d.sheet.key_of(row.values))
        for d in differences
        for row in (*d.new, *d.changed)
        if _has_key(d.sheet, row.values)
    }
    for sheet in sheets(Group.RELEASE):
        if {"section", "paragraph"} <= {column.code for column in sheet.columns}:
            for key, values in lookup.rows(sheet.code).items():
                if (sheet.code, key) not in loaded and not _has_place(values, sections):
                    yield Problem(
                        layout.code,
                        _("%(sheet)s still has a row at %(section)s ¶%(paragraph)s.")
                        % {
                            "sheet": sheet.code,
                            "section": values.get("section"),
                            "paragraph": values.get("paragraph"),
                        },
                    )


def _has_key(sheet: Sheet, values: Values) -> bool:
    return all(code in values for code in sheet.key)


def _has_place(values: Values, sections: Mapping[str, int | None]) -> bool:
    section, paragraph = values.get("section"), values.get("paragraph")
    if not section:
        return True
    return section in sections and (not paragraph or not sections[section] or paragraph <= sections[section])
