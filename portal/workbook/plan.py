"""What loading a workbook would change, and the loading itself."""

from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from portal.models import Release, Section, User
from portal.workbook.lookup import Lookup
from portal.workbook.permits import Permit
from portal.workbook.problems import Problem, named
from portal.workbook.raw import Workbook
from portal.workbook.references import Reference, References, series_key
from portal.workbook.report import LoadReport, SheetReport, changes
from portal.workbook.sheets import Group, Row, Sheet, Values, sheet_of, sheets
from portal.workbook.tables import Table, recognised
from portal.workbook.validating import Difference, Validation

BATCH = 1000


class StillUsed(Exception):
    """Rows that the workbook leaves out cannot be removed, because others still refer to them."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Plan:
    """A workbook compared with the database. Nothing is written before `carry_out`."""

    def __init__(self, workbook: Workbook, by: User) -> None:
        tables, self.problems = recognised(workbook)
        self.lookup = Lookup(self._release(tables))
        self.validation = Validation(self.lookup, Permit(by))
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
        """The release that the workbook names, locked; None if it is new, or none is named."""
        parts = [table for table in tables if table.sheet.is_part_of_release]
        named_in = next((table for table in tables if table.sheet.model is Release), None)
        if named_in is None:
            if parts:
                self.problems.append(
                    Problem(
                        _release_sheet().code,
                        _("The sheet is missing; it says which release the others are part of."),
                    )
                )
            return None
        if len(named_in.rows) != 1:
            message = _("The sheet has %(rows)d rows; it needs exactly one.") % {"rows": len(named_in.rows)}
            self.problems.append(Problem(named_in.sheet.code, message))
            return None
        index = named_in.columns.get("slug")
        cells = named_in.rows[0].cells
        slug = cells[index] if index is not None and index < len(cells) else ""
        return Release.objects.select_for_update().filter(slug=slug).first()

    def _frozen(self) -> Iterator[Problem]:
        """Each difference from a release that is no longer written."""
        release = self.lookup.release
        if release is None or release.is_editable:
            return
        why = (
            _(
                "the release is public already. What was released is changed by a correction, a release of its own."
            )
            if release.released_at
            else _("the release is under review. It can be changed when it has been returned.")
        )
        for difference in self.differences:
            if difference.sheet.group is Group.RELEASE:
                yield from (
                    Problem(p.sheet, f"{p.message}; {why}", p.row, p.column, p.found)
                    for p in _named(difference)
                )

    @property
    def release(self) -> Release | None:
        """The release that is loaded; one that is new is not saved yet."""
        if self.lookup.release is not None:
            return self.lookup.release
        new = (d.new for d in self.differences if d.sheet.model is Release)
        return next((Release(slug=row.values["slug"]) for rows in new for row in rows), None)

    @property
    def is_none(self) -> bool:
        return all(difference.is_none for difference in self.differences)

    def report(self) -> LoadReport:
        return LoadReport(
            [SheetReport.of(difference) for difference in self.differences],
            in_order(self.problems),
            self.lookup.release,
        )

    def carry_out(self) -> None:
        """Write the differences. Rows that others may still name go last, when those name them no longer."""
        for difference in self.differences:
            if not _is_named(difference.sheet):
                _remove(difference)
            self._write(difference)
            self.lookup.written(difference.sheet)
        for difference in reversed(self.differences):
            if _is_named(difference.sheet):
                _remove(difference)

    def _write(self, difference: Difference) -> None:
        sheet, rows = difference.sheet, [*difference.changed, *difference.new]
        if any(column.code == "dimensions" and column.field_name == "series" for column in sheet.columns):
            self.lookup.ensure_series(series_key(r.values) for r in rows if r.values["indicator"])
        for wave in self._waves(sheet, rows):
            instances = [self._instance(difference, row) for row in wave]
            _store(sheet, [i for i in instances if i.pk is not None], [i for i in instances if i.pk is None])
            self.lookup.written(sheet)
            for column in sheet.columns:
                if isinstance(column, References) and column.many:
                    column.link(zip(instances, (row.values for row in wave), strict=True), self.lookup)
        if sheet.model is Release and rows:
            self.lookup.release = Release.objects.get(slug=rows[0].values["slug"])

    def _waves(self, sheet: Sheet, rows: list[Row]) -> Iterator[list[Row]]:
        """The rows in parts, such that a row which refers to another of its sheet comes in a later part."""
        inward = [c for c in sheet.columns if getattr(c, "to", None) and c.to.model is sheet.model]
        while rows:
            waiting = {row.values[sheet.key[0]] for row in rows if row.instance is None}
            ready = [row for row in rows if not any(row.values[column.code] in waiting for column in inward)]
            yield ready
            written = {id(row) for row in ready}
            rows = [row for row in rows if id(row) not in written]

    def _instance(self, difference: Difference, row: Row) -> models.Model:
        sheet = difference.sheet
        instance = row.instance if row.instance is not None else sheet.model()
        if sheet.is_part_of_release:
            instance.release_id = self.lookup.release.pk
        for column in sheet.columns:
            column.set(instance, row.values, self.lookup)
        if sheet.position:
            setattr(instance, sheet.position, difference.positions[sheet.key_of(row.values)])
        sheet.prepare(instance)
        return instance


def _store(sheet: Sheet, old: list[models.Model], new: list[models.Model]) -> None:
    fields = [f.name for f in sheet.model._meta.concrete_fields if not f.primary_key]
    if old:
        sheet.model._default_manager.bulk_create(
            old, BATCH, update_conflicts=True, unique_fields=[sheet.model._meta.pk.name], update_fields=fields
        )
    sheet.model._default_manager.bulk_create(new, BATCH)


def in_order(problems: list[Problem]) -> list[Problem]:
    """From the first sheet to the last, and in each from the top left; what is about none of them comes first."""
    columns = {sheet.code: [column.code for column in sheet.columns] for sheet in sheets()}
    places = list(columns)

    def place(problem: Problem) -> tuple[int, int, int]:
        if problem.sheet not in columns:
            return -1, 0, 0
        codes = columns[problem.sheet]
        column = codes.index(problem.column) if problem.column in codes else -1
        return places.index(problem.sheet), problem.row or 0, column

    return sorted(problems, key=place)


def _is_named(sheet: Sheet) -> bool:
    """Whether cells of other sheets name rows of this one."""
    columns = (column for other in sheets() if other is not sheet for column in other.columns)
    return any(isinstance(c, Reference | References) and c.to.model is sheet.model for c in columns)


def _remove(difference: Difference) -> None:
    if not difference.removed:
        return
    rows = difference.sheet.model._default_manager.filter(pk__in=[row.pk for row in difference.removed])
    try:
        rows.delete()
    except (ProtectedError, RestrictedError) as error:
        users = getattr(error, "protected_objects", None) or error.restricted_objects
        message = _("Rows that the sheet leaves out are still used by: %(users)s.") % {
            "users": named(map(str, users))
        }
        raise StillUsed(Problem(difference.sheet.code, message)) from error


def _named(difference: Difference) -> Iterator[Problem]:
    """Every difference of a sheet, as what is wrong with it if there may be none."""
    sheet = difference.sheet
    for row in difference.new:
        yield Problem(sheet.code, _("a new row"), row.number)
    for row in difference.changed:
        for code, before, _after in changes(sheet, row):
            yield Problem(
                sheet.code,
                _("differs from “%(before)s”") % {"before": before},
                row.number,
                code,
                row.given.get(code, ""),
            )
    for instance in difference.removed:
        key = ", ".join(filter(None, _shown(sheet, sheet.read(instance)).values()))
        yield Problem(sheet.code, _("missing: the row %(key)s") % {"key": key})


def _shown(sheet: Sheet, values: Mapping[str, object]) -> dict[str, str]:
    return {code: sheet.column(code).show(values[code]) for code in sheet.key}


def _release_sheet() -> Sheet:
    return sheet_of(Release)


def misplaced(differences: list[Difference], lookup: Lookup) -> Iterator[Problem]:
    """Rows of the release whose section, or paragraph of it, is gone once the workbook is loaded."""
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
