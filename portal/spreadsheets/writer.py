"""Bulk-writing a workbook to the database, sheet by sheet."""

from collections.abc import Iterator

from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.cell_errors import Problem, named
from portal.records.registry import sheets
from portal.records.sheets import Reference, References, Row, Sheet
from portal.spreadsheets.progress import Progress
from portal.spreadsheets.references import Lookup
from portal.spreadsheets.validating import Difference
from portal.statistics.series_columns import series_key

#: Rows a statement.
BATCH = 1000


class StillUsed(Exception):
    """Rows missing from the workbook cannot be deleted, because other rows refer to them."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Writer:
    """Writes one workbook; codes get primary keys as their rows are written."""

    def __init__(self, lookup: Lookup, progress: Progress) -> None:
        self.lookup, self.progress = lookup, progress

    def carry_out(self, differences: list[Difference]) -> None:
        """Write the differences. Rows that may still be referred to are deleted last."""
        for difference in differences:
            if not _is_named(difference.sheet):
                _remove(difference)
            self._write(difference)
            self.lookup.written(difference.sheet)
        for difference in reversed(differences):
            if _is_named(difference.sheet):
                _remove(difference)

    def _write(self, difference: Difference) -> None:
        sheet, rows = difference.sheet, [*difference.changed, *difference.new]
        if any(column.code == "dimensions" and column.field_name == "series" for column in sheet.columns):
            self.lookup.ensure_series(series_key(r.values) for r in rows if r.values["indicator"])
        for wave in self._waves(sheet, rows):
            instances = [self._instance(difference, row) for row in wave]
            self._store(
                sheet, [i for i in instances if i.pk is not None], [i for i in instances if i.pk is None]
            )
            self.lookup.written(sheet)
            for column in sheet.columns:
                if isinstance(column, References) and column.many:
                    column.link(zip(instances, (row.values for row in wave), strict=True), self.lookup)
        if sheet.model is Release and rows:
            self.lookup.release = Release.objects.get(slug=rows[0].values["slug"])

    def _waves(self, sheet: Sheet, rows: list[Row]) -> Iterator[list[Row]]:
        """The rows in batches, so that each row comes after the rows of its own sheet it refers to."""
        inward = [c for c in sheet.columns if getattr(c, "to", None) and issubclass(sheet.model, c.to.model)]
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

    def _store(self, sheet: Sheet, old: list[models.Model], new: list[models.Model]) -> None:
        manager = sheet.model._default_manager
        fields = [f.name for f in sheet.model._meta.concrete_fields if not f.primary_key]
        for rows in _batches(old):
            manager.bulk_create(
                rows, update_conflicts=True, unique_fields=[sheet.model._meta.pk.name], update_fields=fields
            )
            self.progress.add(len(rows))
        for rows in _batches(new):
            manager.bulk_create(rows)
            self.progress.add(len(rows))


def _batches(rows: list[models.Model]) -> Iterator[list[models.Model]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _is_named(sheet: Sheet) -> bool:
    """Whether other sheets refer to rows of this one."""
    columns = (column for other in sheets() if other is not sheet for column in other.columns)
    return any(isinstance(c, Reference | References) and issubclass(sheet.model, c.to.model) for c in columns)


def _remove(difference: Difference) -> None:
    if not difference.removed:
        return
    rows = difference.sheet.model._default_manager.filter(pk__in=[row.pk for row in difference.removed])
    try:
        rows.delete()
    except (ProtectedError, RestrictedError) as error:
        users = getattr(error, "protected_objects", None) or error.restricted_objects
        message = _("Rows missing from the sheet are still used by: %(users)s.") % {
            "users": named(map(str, users))
        }
        raise StillUsed(Problem(difference.sheet.code, message)) from error
