"""Uploaded workbooks, kept between preview and load, and the background jobs that process large ones.

A load is one transaction that also ends its job. So a worker that dies leaves nothing behind, the next one starts over,
and a workbook that is processed twice is loaded once.
"""

import datetime as dt
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

import structlog
from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from portal.desk.workbooks.previews import preview_of, preview_report
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

#: Folder of uploads in the storage of attachments, which are as confidential before their release.
FOLDER = "workbooks"
SALT = "portal.spreadsheets.upload"
KEPT = dt.timedelta(days=1)
#: Rows from which a workbook is processed in the background.
LARGE = 1000
#: Seconds between two progress updates within a stage.
TICK = 0.5
#: Workers that may die over a workbook before it counts as the cause.
MOST_ATTEMPTS = 3
NOTE = """
    UPDATE portal_workbookjob SET stage = %s, done = %s, total = %s WHERE id = %s AND state = 'running'
"""


@dataclass(frozen=True)
class Upload:
    """A stored workbook: file name, digest of its preview, release (None: a new one), and number of rows."""

    name: str
    digest: str
    release: int | None
    rows: int = 0

    def open(self) -> File | None:
        """The file, or None if it has been deleted."""
        return default_storage.open(self.name) if default_storage.exists(self.name) else None

    def discard(self) -> None:
        default_storage.delete(self.name)

    def token(self, by: User) -> str:
        """The token with which the same official finds the upload within a day."""
        return signing.dumps([self.name, self.digest, self.release, self.rows, by.pk], salt=SALT)


def keep(file: UploadedFile, *, digest: str = "", release: Release | None, rows: int) -> Upload:
    """Store the file for a day."""
    discard_old()
    file.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", file)
    return Upload(name, digest, release.pk if release else None, rows)


def upload_of(token: str, *, by: User) -> Upload | None:
    """The upload of a token; None if the token is another official's, too old or forged."""
    try:
        name, digest, release, rows, owner = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Upload(name, digest, release, rows) if owner == by.pk else None


def discard_old() -> None:
    """Delete uploads older than a day, and the jobs that processed them."""
    jobs = WorkbookJob.objects.filter(started_at__lt=timezone.now() - KEPT)
    for name in jobs.values_list("file", flat=True):
        default_storage.delete(name)
    jobs.delete()
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT:
            default_storage.delete(path)


class Ended(Refused):
    """The job was stopped or has ended already; its work must have no effect."""


def can_upload(user: User, release: Release | None) -> bool:
    """Whether the official may load a workbook: editors may, into drafts to which their department contributes."""
    if not user.has_perm("portal.change_release"):
        return False
    if release is None:
        return True
    return release.is_editable and permissions.own(Release.objects.filter(pk=release.pk), user).exists()


def takes_long(rows: int) -> bool:
    """Whether the worker processes this many rows: they are many, or it is busy with another workbook."""
    return rows >= LARGE or (WorkbookJob.objects.running().exists() and is_worker_running())


@transaction.atomic
def start(kind: WorkbookJob.Kind, upload: Upload, *, by: User) -> WorkbookJob:
    job = WorkbookJob.objects.create(
        kind=kind,
        owner=by,
        release_id=upload.release,
        file=upload.name,
        digest=upload.digest,
        rows=upload.rows,
        started_at=timezone.now(),
    )
    process_workbook.enqueue(job.pk, translation.get_language())
    return job


def stop(job: WorkbookJob) -> bool:
    """Stop the job without effect; False if it has ended before."""
    running = WorkbookJob.objects.running().filter(pk=job.pk)
    return bool(running.update(state=State.STOPPED, finished_at=timezone.now()))


@task(takes_context=True)
def process_workbook(context: TaskContext, pk: int, language: str) -> None:
    """Preview or load the workbook of a running job; the reason for a failure is stored in the language."""
    job = WorkbookJob.objects.running().filter(pk=pk).first()
    if job is None:
        return
    with translation.override(language):
        try:
            with _progress_of(job) as on_progress:
                _process(job, context.attempt, on_progress)
        except Ended:
            log.info("workbook job stopped", job=pk)
        except Refused as refusal:
            _fail(job, str(refusal))
        except Exception:
            log.exception("workbook job failed", job=pk)
            _fail(job, _("Nothing was loaded because of an internal error, which is in the log."))


@contextmanager
def _progress_of(job: WorkbookJob) -> Iterator[OnProgress]:
    """A callback that stores the progress of the job and raises Ended once the job is stopped.

    It writes through a connection of its own, so that progress shows before the work is committed.
    """
    own_connection = connection.copy()
    stage, due = "", 0.0

    def on_progress(now: str, done: int, total: int | None) -> None:
        nonlocal stage, due
        if now != stage or time.monotonic() >= due:
            stage, due = now, time.monotonic() + TICK
            _note(own_connection, now, done, total, job.pk)

    try:
        yield on_progress
    finally:
        own_connection.close()


def _note(own_connection: BaseDatabaseWrapper, *columns: str | int | None) -> None:
    with own_connection.cursor() as cursor:
        cursor.execute(NOTE, columns)
        if not cursor.rowcount:
            raise Ended


def _process(job: WorkbookJob, attempt: int, on_progress: OnProgress) -> None:
    """Preview the workbook or load it; a load whose outcome would differ from its preview becomes a new preview."""
    if attempt > MOST_ATTEMPTS:
        raise Refused(_("Nothing was loaded: the work was interrupted several times. The log says why."))
    release = Release.objects.get(pk=job.release_id) if job.release_id else None
    by = User.objects.get(pk=job.owner_id)
    if not (by.is_active and can_upload(by, release)):
        raise Refused(_("Nothing was loaded: you are no longer allowed to load this workbook."))
    file = Upload(job.file, job.digest, job.release_id).open()
    if file is None:
        raise Refused(_("The upload has expired. Please upload the file again."))
    message = ""
    with file:
        if job.kind == WorkbookJob.Kind.LOAD:
            try:
                with transaction.atomic():  # the job is done exactly if the workbook is loaded
                    report = load_workbook(
                        workbook=file, by=by, door="workbook", previewed=job.digest, on_progress=on_progress
                    )
                    _finish(job, report, loaded=not report.errors)
            except Conflict as refusal:
                message = str(refusal)
                file.seek(0)
            except IntegrityError as error:
                return _finish(job, LoadReport([], [refused_by_database(error)]))
            else:
                return None
        report = preview_report(file, release, by, most_foreseen=inf, on_progress=on_progress)
    return _finish(job, report, message=message)


def _finish(job: WorkbookJob, report: LoadReport, *, loaded: bool = False, message: str = "") -> None:
    """Store the outcome, within the transaction of a load. Raises Ended."""
    preview = preview_of(report)
    if loaded:
        result = {"loaded": report.release.pk if report.release else None}
    else:
        result = {"preview": preview, "message": message}
    _end(job, State.DONE, result, digest=report.digest)
    if loaded or not preview["is_loadable"]:
        transaction.on_commit(Upload(job.file, "", None).discard)


def _fail(job: WorkbookJob, why: str) -> None:
    try:
        _end(job, State.FAILED, {"why": why})
    except Ended:
        log.info("workbook job stopped", job=job.pk)


def _end(job: WorkbookJob, state: str, result: dict, **fields: object) -> None:
    running = WorkbookJob.objects.running().filter(pk=job.pk)
    if not running.update(state=state, result=result, finished_at=timezone.now(), **fields):
        raise Ended
