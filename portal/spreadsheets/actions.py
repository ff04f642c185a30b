"""Loading a workbook: the one door through which whole releases, codelists and content come in."""

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
from portal.spreadsheets.raw_rows import Workbook
from portal.spreadsheets.reading import read_workbook
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.writer import StillUsed, Storing
from portal.staff.audit import acting
from portal.staff.models import User

#: The advisory lock by which one workbook is loaded after the other.
LOADING_LOCK = "workbook"

#: Rows, new and changed, up to which a preview that somebody waits for looks ahead: it takes longer than loading them.
MOST_FORESEEN = 1000

Source = Workbook | Path | str | BinaryIO


def load_workbook(
    *,
    workbook: Source,
    by: User,
    door: str = "command",
    previewed: str | None = None,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """Make the database say what the workbook says; with any error nothing is loaded.

    `workbook` is a path, an uploaded .xlsx or what was read of either. Rows of the release that a sheet leaves out are
    removed; a sheet that is left out is left alone. Loading the same again writes nothing at all.
    `previewed` is the digest of the preview that the official agreed to: raises Conflict if it would be another now.
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
    """What `load_workbook` would do.

    `look` is asked about the release as it would be, loaded for that moment and taken back; its answer is `foreseen`,
    None where the workbook changes more than `most_foreseen` rows.
    """
    return _work(workbook, by, None, on_progress, look=look, most_foreseen=most_foreseen)


def _work(
    workbook: Source, by: User, door: str | None, on_progress: OnProgress, **asked: object
) -> LoadReport:
    try:
        if not isinstance(workbook, Workbook):
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
    refusal = _("The database refuses it: %(reason)s") % {"reason": str(error).splitlines()[0]}
    return Problem("", refusal)


def _compare_and_load(
    workbook: Workbook,
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
            _(
                "Nothing was loaded: somebody has changed what the workbook would change. Look at the new preview."
            )
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
    Storing(plan.lookup, progress).carry_out(plan.differences)


def _foreseen(plan: Plan, by: User, look: Callable[[Release], object], on_progress: OnProgress) -> object:
    """What `look` says of the release with the workbook in it; nothing of that stays."""
    with transaction.atomic():
        with acting(by, action="preview", door="workbook", release=plan.release):
            _store(plan, on_progress, "trying")
            on_progress("foreseeing", 0, None)
            seen = look(plan.release)
        transaction.set_rollback(True)
    return seen
