"""Large workbooks are looked at and loaded by a thread of the server, which writes down how far it is.

One at a time in a process, the next ones wait. The thread ends with the server: a load is one transaction, so nothing
of it stays then, and whoever started it is told so once nothing has been heard of it for half a minute.
"""

import threading
from math import inf
from typing import Self

import structlog
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.desk import uploads
from portal.desk.workbook_previews import Preview, looked_at
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.errors import Conflict, Refused
from portal.spreadsheets.actions import load_workbook, refused_by_database
from portal.spreadsheets.models import WorkbookJob
from portal.spreadsheets.progress import OnProgress
from portal.spreadsheets.raw_rows import Workbook
from portal.spreadsheets.report import LoadReport
from portal.spreadsheets.tables import rows_of
from portal.staff.models import User

log = structlog.get_logger("portal.workbook_jobs")

#: From so many rows on nobody is kept waiting for a page.
LARGE = 1000
#: Seconds between two looks at how far the work is, and between two signs of life where it is no further.
TICK, BEAT = 0.5, 5

_one_at_a_time = threading.Lock()


class GivenUp(Refused):
    """Whoever started the job has been told that it ended: its outcome must not come about after that."""


def may_upload(user: User, release: Release | None) -> bool:
    """Whether the official may load anything there: as an editor with a part in it, while it is being written."""
    if not user.has_perm("portal.change_release"):
        return False
    if release is None:
        return True
    return release.is_editable and permissions.own(Release.objects.filter(pk=release.pk), user).exists()


def takes_long(rows: int) -> bool:
    """Whether so many rows are worked on in the background: they are many, or another workbook is before them."""
    return rows >= LARGE or WorkbookJob.objects.at_work(timezone.now()).exists()


def start_preview(workbook: Workbook, file: str, *, by: User, release: Release | None) -> WorkbookJob:
    job = _new(WorkbookJob.Kind.PREVIEW, by, release, file=file, rows=rows_of(workbook))
    return _started(job, workbook)


def start_load(upload: uploads.Upload, *, by: User, release: Release | None) -> WorkbookJob:
    job = _new(WorkbookJob.Kind.LOAD, by, release, file=upload.name, digest=upload.digest, rows=upload.rows)
    return _started(job, None)


def _new(kind: str, by: User, release: Release | None, **facts: object) -> WorkbookJob:
    now = timezone.now()
    return WorkbookJob.objects.create(
        kind=kind, owner=by, release=release, started_at=now, beat_at=now, **facts
    )


def _started(job: WorkbookJob, workbook: Workbook | None) -> WorkbookJob:
    language = translation.get_language()
    thread = threading.Thread(
        target=_work, args=(job, workbook, language), name=f"workbook-job-{job.pk}", daemon=True
    )
    transaction.on_commit(thread.start)
    return job


def _work(job: WorkbookJob, workbook: Workbook | None, language: str) -> None:
    """What the thread does; whatever goes wrong is written down for the official."""
    with translation.override(language):
        try:
            with Heart(job) as heart, _one_at_a_time:
                _carry_out(job, workbook, heart.on_progress)
        except GivenUp:
            log.warning("workbook job given up", job=job.pk)
        except Refused as refusal:
            _fail(job, str(refusal))
        except Exception:
            log.exception("workbook job failed", job=job.pk)
            _fail(job, _("An error of the portal ended the work: nothing was loaded. It is in the log."))
        finally:
            connection.close()


def _carry_out(job: WorkbookJob, workbook: Workbook | None, on_progress: OnProgress) -> None:
    release = Release.objects.get(pk=job.release_id) if job.release_id else None
    by = User.objects.get(pk=job.owner_id)
    if not (by.is_active and may_upload(by, release)):
        raise Refused(_("Nothing was loaded: you may not load this workbook any longer."))
    if job.kind == WorkbookJob.Kind.LOAD:
        _load(job, release, by, on_progress)
    else:
        _look(job, workbook, release, by, on_progress)


def _look(
    job: WorkbookJob, workbook: Workbook, release: Release | None, by: User, on_progress: OnProgress
) -> None:
    report = looked_at(workbook, release, by, most_foreseen=inf, on_progress=on_progress)
    _finish(job, report)


def _load(job: WorkbookJob, release: Release | None, by: User, on_progress: OnProgress) -> None:
    """Load the kept file, or look at it again where the database says something else than at the first look."""
    file = uploads.Upload(job.file, job.digest, job.release_id).open()
    if file is None:
        raise Refused(_("The file is here no longer. Upload it again."))
    with file:
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
    """Write down what came of it, within the transaction of a load. Raises GivenUp."""
    preview = Preview.of(report)
    result = (
        {"loaded": report.release.pk if report.release else None}
        if loaded
        else {"preview": preview.to_keep(), "message": message}
    )
    _end(job, WorkbookJob.State.DONE, result, digest=report.digest)
    if loaded or not preview.is_loadable:
        transaction.on_commit(uploads.Upload(job.file, "", None).discard)


def _fail(job: WorkbookJob, why: str) -> None:
    try:
        _end(job, WorkbookJob.State.FAILED, {"why": why})
    except GivenUp:
        log.warning("workbook job given up", job=job.pk)


def _end(job: WorkbookJob, state: str, result: dict, **facts: object) -> None:
    running = WorkbookJob.objects.filter(pk=job.pk, state=WorkbookJob.State.RUNNING)
    if not running.update(state=state, result=result, finished_at=timezone.now(), **facts):
        raise GivenUp


def give_up_interrupted() -> None:
    """Those of which nothing is heard any longer have failed, and cannot come about after that was said."""
    now = timezone.now()
    WorkbookJob.objects.interrupted(now).update(
        state=WorkbookJob.State.FAILED, finished_at=now, result={"interrupted": True}
    )


class Heart:
    """Writes down, on a connection of its own, that the job is alive and how far it is.

    The work tells it as often as it likes, and what it tells shows although its own transaction has not ended.
    """

    def __init__(self, job: WorkbookJob) -> None:
        self.job, self.now = job, (job.stage, job.done, job.total)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heart-{job.pk}", daemon=True)

    def on_progress(self, stage: str, done: int, total: int | None) -> None:
        self.now = (stage, done, total)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        written, silent = None, 0.0
        try:
            while not self._over.wait(TICK):
                silent += TICK
                if self.now != written or silent >= BEAT:
                    written, silent = self.now, 0.0
                    self._write(written)
        finally:
            connection.close()

    def _write(self, now: tuple[str, int, int | None]) -> None:
        stage, done, total = now
        running = WorkbookJob.objects.filter(pk=self.job.pk, state=WorkbookJob.State.RUNNING)
        try:
            running.update(stage=stage, done=done, total=total, beat_at=timezone.now())
        except Exception:
            log.exception("workbook job not written down", job=self.job.pk)
            connection.close()
