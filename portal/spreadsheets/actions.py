"""Loading a workbook: the single way in for whole releases, codelists and content."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pglock
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.cell_errors import Problem, UnreadableWorkbook
from portal.records.errors import Conflict
from portal.spreadsheets.changeset import Plan
from portal.spreadsheets.progress import OnProgress, Progress, unwatched
from portal.spreadsheets.reading import RawSheet, read_workbook
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.writer import StillUsed, Writer
from portal.staff.audit import acting
from portal.staff.models import User

#: Advisory lock: workbooks are loaded one at a time.
LOADING_LOCK = "workbook"

#: New and changed rows up to which an interactive preview includes a dry run, which takes longer than loading them.
MOST_FORESEEN = 1000

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
    return _work(workbook, by, door, on_progress, previewed=previewed)


def preview_workbook(
    *,
    workbook: Source,
    by: User,
    look: Callable[[Release], object] | None = None,
    most_foreseen: float = MOST_FORESEEN,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """The result that `load_workbook` would have.

    `look` is called with the release after a dry run, which is then rolled back; its result is `foreseen`, or None if
    the workbook changes more than `most_foreseen` rows.
    """
    return _work(workbook, by, None, on_progress, look=look, most_foreseen=most_foreseen)


def _work(
    workbook: Source, by: User, door: str | None, on_progress: OnProgress, **asked: object
) -> LoadReport:
    try:
        if not isinstance(workbook, list):
            on_progress("reading", 0, None)
            workbook = read_workbook(workbook)
    except UnreadableWorkbook as error:
        return LoadReport([], [Problem("", str(error))])
    try:
        with transaction.atomic():
            return _compare_and_load(workbook, by, door, on_progress, **asked)
    except StillUsed as error:
        return LoadReport([], [error.problem])
    except IntegrityError as error:
        return LoadReport([], [refused_by_database(error)])


def refused_by_database(error: IntegrityError) -> Problem:
    refusal = _("The database refused it: %(reason)s") % {"reason": str(error).splitlines()[0]}
    return Problem("", refusal)


def _compare_and_load(
    workbook: list[RawSheet],
    by: User,
    door: str | None,
    on_progress: OnProgress,
    *,
    previewed: str | None = None,
    look: Callable[[Release], object] | None = None,
    most_foreseen: float = MOST_FORESEEN,
) -> LoadReport:
    on_progress("waiting", 0, None)
    pglock.advisory(LOADING_LOCK, xact=True, side_effect=pglock.Raise).acquire()
    plan = Plan(workbook, by, on_progress)
    report = plan.report()
    if previewed is not None and report.digest != previewed:
        raise Conflict(
            _("Nothing was loaded: somebody has changed the same data meanwhile. Check the new preview.")
        )
    if report.errors or plan.is_none:
        return report
    if door is None:
        if look and plan.release and plan.rows_to_write <= most_foreseen:
            report.foreseen = _foreseen(plan, by, look, on_progress)
        return report
    with acting(by, action="load", door=door, release=plan.release):
        _store(plan, on_progress, "loading")
    report.release = plan.release
    return report


def _store(plan: Plan, on_progress: OnProgress, stage: str) -> None:
    progress = Progress(on_progress, stage, plan.rows_to_write)
    Writer(plan.lookup, progress).carry_out(plan.differences)


def _foreseen(plan: Plan, by: User, look: Callable[[Release], object], on_progress: OnProgress) -> object:
    """The result of `look` for the release with the workbook loaded, in a dry run."""
    with transaction.atomic():
        with acting(by, action="preview", door="workbook", release=plan.release):
            _store(plan, on_progress, "trying")
            on_progress("foreseeing", 0, None)
            seen = look(plan.release)
        transaction.set_rollback(True)
    return seen
