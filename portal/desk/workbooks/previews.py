"""Previews of workbooks: what loading would change, and how the release would look afterwards."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from django.core.files import File
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.desk.differences import Difference, of_figures
from portal.publishing.models import Release
from portal.records.cell_errors import Problem
from portal.records.columns import Column, Number
from portal.records.registry import sheet_named
from portal.spreadsheets.actions import preview_workbook
from portal.spreadsheets.comparing import OnProgress, shown_key, unwatched
from portal.spreadsheets.reading import RawSheet
from portal.spreadsheets.report import Change, LoadReport, SheetReport, with_headings
from portal.spreadsheets.row_preview import CHANGED, NEW, REMOVED, RowPreview
from portal.staff.models import User
from portal.statistics import checks
from portal.statistics.models import CheckResult
from portal.statistics.small_counts import given_away

#: What happens to a row, in words.
WHAT = {
    NEW: pgettext_lazy("rows", "New"),
    CHANGED: pgettext_lazy("rows", "Changed"),
    REMOVED: pgettext_lazy("rows", "Removed"),
}
#: Errors, changes of a sheet, failed checks and unusual figures shown; beyond these the page gives their number.
MOST_ERRORS, MOST_CHANGES, MOST_FIGURES = 1000, 200, 100
#: New and changed rows up to which an interactive preview evaluates checks, which takes longer than loading them.
MOST_FORESEEN = 1000


def preview_report(
    workbook: File | list[RawSheet],
    release: Release | None,
    by: User,
    *,
    most_foreseen: float = MOST_FORESEEN,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """The report on a workbook that is not loaded; on the page of a release it must be that release's workbook."""
    report = preview_workbook(
        workbook=workbook, by=by, look=partial(foresee, most=most_foreseen), on_progress=on_progress
    )
    if release is not None and report.sheets and report.release != release:
        message = _("The workbook belongs to another release; the address of this release is %(slug)s.")
        wrong = Problem("Release", message % {"slug": release.slug}, column="slug")
        report.errors.insert(0, wrong)
    return report


def foresee(release: Release, rows: int, *, most: float = MOST_FORESEEN) -> dict:
    """What approving would meet, put into words while the dry run lasts; of more rows than `most` only small counts.

    `failed`: name of the check that would fail, its subject, what was found, what was compared. `unusual`: figure
    unlike its history, value and why. `small`: counts that readers could work out although they must not be published.
    `earlier`: by the key of a figure, the value in force or the last one before. `is_partial`: checks were left out.
    """
    small = [str(one) for one in given_away(release)]
    if rows > most:
        return _cut({"failed": [], "unusual": [], "small": small}) | {"is_partial": True, "earlier": {}}
    checks.evaluate(release)
    results = CheckResult.objects.filter(release=release).failed().for_list().order_by("-period_end", "id")
    failed = [
        (
            str(result.title),
            f"{result.series} · {result.period_end.isoformat()}",
            result.state_name,
            result.compared,
        )
        for result in results
    ]
    figures = of_figures(release)
    unusual = [(f"{row.subject} · {row.where}", row.now, row.doubt) for row in figures if row.doubt]
    found = {"failed": failed, "unusual": unusual, "small": small}
    earlier = {_key_of(row): row.earlier for row in figures if row.earlier}
    return _cut(found) | {"is_partial": False, "earlier": earlier}


def _cut(found: dict[str, list]) -> dict[str, object]:
    """The first rows of each kind, and how many more there are: `more` of checks and figures, `more_small`."""
    more = {name: max(0, len(rows) - MOST_FIGURES) for name, rows in found.items()}
    shown = {name: rows[:MOST_FIGURES] for name, rows in found.items()}
    return shown | {"more": more["failed"] + more["unusual"], "more_small": more["small"]}


def _key_of(row: Difference) -> str:
    sheet = sheet_named("Observations")
    return shown_key(sheet, sheet.read(row.record))


def preview_of(report: LoadReport) -> dict:
    """The report as the page shows it and as JSON stores it."""
    return {
        "errors": [with_headings(problem) for problem in report.errors[:MOST_ERRORS]],
        "error_count": len(report.errors),
        "notices": [with_headings(notice) for notice in report.notices],
        "more_errors": max(0, len(report.errors) - MOST_ERRORS),
        "is_loadable": report.is_changed and not report.errors,
        "sheets": [
            _sheet_preview(sheet, (report.foreseen or {}).get("earlier", {})) for sheet in report.sheets
        ],
        "foreseen": report.foreseen and {k: v for k, v in report.foreseen.items() if k != "earlier"},
    }


def _sheet_preview(report: SheetReport, earlier: Mapping[str, str]) -> dict:
    columns = {column.code: column for column in sheet_named(report.sheet).columns}
    changes = [
        (c.row, capfirst(columns[c.column].label), c.before, c.after, relative_change(columns[c.column], c))
        for c in report.changes[:MOST_CHANGES]
    ]
    return vars(report) | {
        "changes": changes,
        "rows": [_row_preview(row, columns, earlier) for row in report.rows],
        "added": report.added[:MOST_CHANGES],
        "gone": report.gone[:MOST_CHANGES],
        "more": sum(max(0, len(rows) - MOST_CHANGES) for rows in (report.changes, report.added, report.gone)),
    }


def _row_preview(row: RowPreview, columns: Mapping[str, Column], earlier: Mapping[str, str]) -> dict:
    """A row as the page shows it; beside a new figure stands the one before it."""
    cells = [
        (
            capfirst(columns[cell.column].label),
            cell.before_words,
            cell.after_words,
            relative_change(columns[cell.column], Change(row.number, cell.column, cell.before, cell.after)),
        )
        for cell in row.cells
    ]
    before = row.before or earlier.get(row.key, "")
    return row._asdict() | {"before": before, "cells": cells, "words": str(WHAT[row.what])}


def relative_change(column: Column, change: Change) -> str:
    """By how many per cent a number changes, to one decimal; empty for words, and for changes from nothing or zero."""
    if not isinstance(column, Number) or not (change.before and change.after) or not Decimal(change.before):
        return ""
    before, after = Decimal(change.before), Decimal(change.after)
    share = ((after - before) / abs(before) * 100).quantize(Decimal("0.1"))
    return f"{'+' if share > 0 else ''}{share}%"
