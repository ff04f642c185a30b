"""Loading a workbook: the single way in for whole releases, codelists and content."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pglock
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.cell_errors import Problem, UnreadableWorkbook, named
from portal.records.columns import Value
from portal.records.errors import Conflict
from portal.records.refusals import refusal_of
from portal.records.registry import sheets
from portal.records.sheets import Reference, References, Row, Sheet
from portal.spreadsheets.comparing import Comparison, OnProgress, Progress, SheetChanges, unwatched
from portal.spreadsheets.reading import RawSheet, read_workbook
from portal.spreadsheets.report import LoadReport, report_on
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.series_columns import series_key

#: Advisory lock: workbooks are loaded one at a time.
LOADING_LOCK = "workbook"
#: Rows a statement.
BATCH = 1000

Source = list[RawSheet] | Path | str | BinaryIO


def load_workbook(
    *,
    workbook: Source,
    by: User,
    door: str = "command",
    previewed: str | None = None,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """Bring the database in line with the workbook; if there is any error, nothing is loaded.

    `workbook` is a path, an uploaded .xlsx, or the raw sheets of either. Release rows missing from a sheet are deleted;
    a missing sheet is left alone. Loading the same workbook again writes nothing. `previewed` is the digest of the
    preview the official agreed to: raises Conflict if the outcome would differ now.
    """

    def load(comparison: Comparison, report: LoadReport) -> None:
        if previewed is not None and report.digest != previewed:
            raise Conflict(
                _("Nothing was loaded: somebody else has changed the same data. Check the new preview.")
            )
        if report.is_changed and not report.errors:
            with acting(by, action="load", door=door, release=comparison.release):
                _write(comparison, Progress(on_progress, "loading", comparison.rows_to_write))
            report.release = comparison.release

    return _compared(workbook, by, on_progress, load)


def preview_workbook(
    *,
    workbook: Source,
    by: User,
    look: Callable[[Release, int], object] | None = None,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """The result that `load_workbook` would have.

    `look` is called with the release and the number of new and changed rows after a dry run, which is then rolled back;
    its result is `foreseen`.
    """

    def dry_run(comparison: Comparison, report: LoadReport) -> None:
        rows, release = comparison.rows_to_write, comparison.release
        if report.is_changed and not report.errors and look and release:
            with transaction.atomic():
                with acting(by, action="preview", door="workbook", release=release):
                    _write(comparison, Progress(on_progress, "trying", rows))
                    on_progress("foreseeing", 0, None)
                    report.foreseen = look(comparison.release, rows)
                transaction.set_rollback(True)

    return _compared(workbook, by, on_progress, dry_run)


def _compared(
    workbook: Source, by: User, on_progress: OnProgress, act: Callable[[Comparison, LoadReport], None]
) -> LoadReport:
    """The report on the workbook, after `act` in the same transaction."""
    try:
        if not isinstance(workbook, list):
            on_progress("reading", 0, None)
            workbook = read_workbook(workbook)
        with transaction.atomic():
            on_progress("waiting", 0, None)
            pglock.advisory(LOADING_LOCK, xact=True, side_effect=pglock.Raise).acquire()
            comparison = Comparison(workbook, by, on_progress)
            report = report_on(comparison)
            act(comparison, report)
    except UnreadableWorkbook as error:
        return LoadReport([], [Problem("", str(error))])
    except StillUsed as error:
        return LoadReport([], [error.problem])
    except IntegrityError as error:
        return LoadReport([], [refused_by_database(error)])
    return report


def refused_by_database(error: IntegrityError) -> Problem:
    rejected = _("The database rejected the workbook: %(reason)s") % {"reason": str(error).splitlines()[0]}
    return Problem("", refusal_of(error) or rejected)


class StillUsed(Exception):
    """Rows missing from the workbook cannot be deleted, because other rows refer to them."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _write(comparison: Comparison, progress: Progress) -> None:
    """Write all changes. Rows that may still be referred to are deleted last."""
    columns = [(sheet, column) for sheet in sheets() for column in sheet.columns]
    targets = [(s, column.to.model) for s, column in columns if isinstance(column, Reference | References)]
    deleted_last = []
    for changes in comparison.changes:
        sheet = changes.sheet
        if any(other is not sheet and issubclass(sheet.model, target) for other, target in targets):
            deleted_last.append(changes)
        else:
            _delete(changes)
        _write_sheet(changes, comparison, progress)
        comparison.lookup.written(sheet)
    for changes in reversed(deleted_last):
        _delete(changes)


def _write_sheet(changes: SheetChanges, comparison: Comparison, progress: Progress) -> None:
    """Write new and changed rows in bulk; codes get primary keys as their rows are written."""
    lookup = comparison.lookup
    sheet, rows = changes.sheet, [*changes.changed, *changes.new]
    if any(column.code == "dimensions" and column.field_name == "series" for column in sheet.columns):
        lookup.ensure_series(series_key(r.values) for r in rows if r.values["indicator"])
    manager = sheet.model._default_manager
    upsert = {
        "update_conflicts": True,
        "unique_fields": [sheet.model._meta.pk.name],
        "update_fields": [f.name for f in sheet.model._meta.concrete_fields if not f.primary_key],
    }
    linked = []  # once all rows are there, since they may link each other
    for wave in _waves(sheet, rows):
        instances = [_instance(changes, row, comparison) for row in wave]
        old = [instance for instance in instances if instance.pk is not None]
        new = [instance for instance in instances if instance.pk is None]
        for some, options in ((old, upsert), (new, {})):
            for start in range(0, len(some), BATCH):
                batch = some[start : start + BATCH]
                manager.bulk_create(batch, **options)
                progress.add(len(batch))
        lookup.written(sheet)
        linked += zip(instances, (row.values for row in wave), strict=True)
    for column in sheet.columns:
        if isinstance(column, References) and column.many:
            column.link(linked, lookup)
    if sheet.model is Release and rows:
        lookup.release = Release.objects.get(slug=rows[0].values["slug"])


def _waves(sheet: Sheet, rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in batches, so that each row comes after the rows of its own sheet it refers to."""
    inward = [c for c in sheet.columns if isinstance(c, Reference) and issubclass(sheet.model, c.to.model)]
    while rows:
        waiting = {row.values[sheet.key[0]] for row in rows if row.instance is None}
        ready = [
            row for row in rows if not any(waiting & _named(row.values[column.code]) for column in inward)
        ]
        yield ready
        written = {id(row) for row in ready}
        rows = [row for row in rows if id(row) not in written]


def _named(value: Value) -> set[Value]:
    """The codes in a cell."""
    return set(value) if isinstance(value, tuple) else {value}


def _instance(changes: SheetChanges, row: Row, comparison: Comparison) -> models.Model:
    sheet, lookup = changes.sheet, comparison.lookup
    instance = row.instance if row.instance is not None else sheet.model()
    if sheet.is_part_of_release:
        instance.release_id = lookup.release.pk
    for column in sheet.columns:
        column.set(instance, row.values, lookup)
    if sheet.position:
        setattr(instance, sheet.position, changes.positions[sheet.key_of(row.values)])
    sheet.prepare(instance)
    return instance


def _delete(changes: SheetChanges) -> None:
    if not changes.removed:
        return
    rows = changes.sheet.model._default_manager.filter(pk__in=[row.pk for row in changes.removed])
    try:
        rows.delete()
    except (ProtectedError, RestrictedError) as error:
        users = getattr(error, "protected_objects", None) or error.restricted_objects
        message = _("Rows missing from the sheet are still used by: %(users)s.") % {
            "users": named(map(str, users))
        }
        raise StillUsed(Problem(changes.sheet.code, message)) from error
