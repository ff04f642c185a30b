"""Large workbooks, which the worker previews and loads: it writes down how far it is, and may be told to stop.

A load is one transaction, which ends its job too. So of a worker that dies nothing stays, the next begins anew, and
whatever is done twice is loaded once.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import structlog
from django.core.files import File
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from portal.desk.workbooks import uploads
from portal.desk.workbooks.previews import Preview, looked_at
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.errors import Conflict, Refused
from portal.spreadsheets.actions import load_workbook, refused_by_database
from portal.spreadsheets.comparing import OnProgress
from portal.spreadsheets.models import WorkbookJob
from portal.spreadsheets.report import LoadReport
from portal.staff.models import User
from portal.web.background import is_worker_running

log = structlog.get_logger("portal.workbook_jobs")

State = WorkbookJob.State

#: From so many rows on nobody is kept waiting for a page.
LARGE = 1000
#: Seconds between two notes of how far the work is within a stage.
TICK = 0.5
#: So many workers may die over a workbook until it counts as the cause.
MOST_ATTEMPTS = 3
NOTE = """
    UPDATE portal_workbookjob SET stage = %s, done = %s, total = %s WHERE id = %s AND state = 'running'
"""


class Ended(Refused):
    """The job was stopped, or has ended already: its outcome must not come about after that."""


def can_upload(user: User, release: Release | None) -> bool:
    """Whether the official may load anything there: as an editor with a part in it, while it is being written."""
    if not user.has_perm("portal.change_release"):
        return False
    if release is None:
        return True
    return release.is_editable and permissions.own(Release.objects.filter(pk=release.pk), user).exists()


def takes_long(rows: int) -> bool:
    """Whether so many rows are for the worker: they are many, or it is at work on another workbook."""
    return rows >= LARGE or (WorkbookJob.objects.running().exists() and is_worker_running())


def start_preview(upload: uploads.Upload, *, by: User, release: Release | None) -> WorkbookJob:
    return _start(WorkbookJob.Kind.PREVIEW, upload, by, release)


def start_load(upload: uploads.Upload, *, by: User, release: Release | None) -> WorkbookJob:
    return _start(WorkbookJob.Kind.LOAD, upload, by, release)


@transaction.atomic
def _start(kind: str, upload: uploads.Upload, by: User, release: Release | None) -> WorkbookJob:
    job = WorkbookJob.objects.create(
        kind=kind,
        owner=by,
        release=release,
        file=upload.name,
        digest=upload.digest,
        rows=upload.rows,
        started_at=timezone.now(),
    )
    process_workbook.enqueue(job.pk, translation.get_language())
    return job


def stop(job: WorkbookJob) -> bool:
    """Have the work stop, of which nothing stays; False where it has ended before."""
    running = WorkbookJob.objects.running().filter(pk=job.pk)
    return bool(running.update(state=State.STOPPED, finished_at=timezone.now()))


@task(takes_context=True)
def process_workbook(context: TaskContext, pk: int, language: str) -> None:
    """Preview or load the workbook of a job for its owner, unless it has ended; failures are told in the language."""
    job = WorkbookJob.objects.running().filter(pk=pk).first()
    if job is None:
        return
    with translation.override(language):
        try:
            with noted(job) as on_progress:
                _carry_out(job, context.attempt, on_progress)
        except Ended:
            log.info("workbook job stopped", job=pk)
        except Refused as refusal:
            _fail(job, str(refusal))
        except Exception:
            log.exception("workbook job failed", job=pk)
            _fail(job, _("An error of the portal ended the work: nothing was loaded. It is in the log."))


@contextmanager
def noted(job: WorkbookJob) -> Iterator[OnProgress]:
    """Write down how far the job is on a connection of its own: it shows before the work's transaction has ended.

    The work tells it as often as it likes, and is told by Ended that it was stopped.
    """
    beside = connection.copy()
    stage, due = "", 0.0

    def on_progress(now: str, done: int, total: int | None) -> None:
        nonlocal stage, due
        if now != stage or time.monotonic() >= due:
            stage, due = now, time.monotonic() + TICK
            _note(beside, now, done, total, job.pk)

    try:
        yield on_progress
    finally:
        beside.close()


def _note(beside: BaseDatabaseWrapper, *columns: str | int | None) -> None:
    with beside.cursor() as cursor:
        cursor.execute(NOTE, columns)
        if not cursor.rowcount:
            raise Ended


def _carry_out(job: WorkbookJob, attempt: int, on_progress: OnProgress) -> None:
    if attempt > MOST_ATTEMPTS:
        raise Refused(_("Given up after several interruptions: nothing was loaded. The log says why."))
    release = Release.objects.get(pk=job.release_id) if job.release_id else None
    by = User.objects.get(pk=job.owner_id)
    if not (by.is_active and can_upload(by, release)):
        raise Refused(_("Nothing was loaded: you may not load this workbook any longer."))
    file = uploads.Upload(job.file, job.digest, job.release_id).open()
    if file is None:
        raise Refused(_("The file is here no longer. Upload it again."))
    with file:
        if job.kind == WorkbookJob.Kind.LOAD:
            _load(job, file, release, by, on_progress)
        else:
            report = looked_at(file, release, by, most_foreseen=inf, on_progress=on_progress)
            _finish(job, report)


def _load(job: WorkbookJob, file: File, release: Release | None, by: User, on_progress: OnProgress) -> None:
    """Load the kept file, or look at it again where the database says something else than at the first look."""
    try:
        with transaction.atomic():  # the job is done exactly if the workbook is loaded
            report = load_workbook(
                workbook=file, by=by, door="workbook", previewed=job.digest, on_progress=on_progress
            )
            _finish(job, report, loaded=not report.errors)
    except Conflict as refusal:
        file.seek(0)
        report = looked_at(file, release, by, most_foreseen=inf, on_progress=on_progress)
        _finish(job, report, message=str(refusal))
    except IntegrityError as error:
        _finish(job, LoadReport([], [refused_by_database(error)]))


def _finish(job: WorkbookJob, report: LoadReport, *, loaded: bool = False, message: str = "") -> None:
    """Write down what came of it, within the transaction of a load. Raises Ended."""
    preview = Preview.of(report)
    result = (
        {"loaded": report.release.pk if report.release else None}
        if loaded
        else {"preview": preview.to_keep(), "message": message}
    )
    _end(job, State.DONE, result, digest=report.digest)
    if loaded or not preview.is_loadable:
        transaction.on_commit(uploads.Upload(job.file, "", None).discard)


def _fail(job: WorkbookJob, why: str) -> None:
    try:
        _end(job, State.FAILED, {"why": why})
    except Ended:
        log.info("workbook job stopped", job=job.pk)


def _end(job: WorkbookJob, state: str, result: dict, **facts: object) -> None:
    running = WorkbookJob.objects.running().filter(pk=job.pk)
    if not running.update(state=state, result=result, finished_at=timezone.now(), **facts):
        raise Ended
