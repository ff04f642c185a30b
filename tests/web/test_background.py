"""Workers in processes of their own: killed, stopped, slow; and each task comes about exactly once."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.desk.workbooks import jobs as tasks
from portal.desk.workbooks.previews import preview_report
from portal.publishing.models import Release
from portal.records.topics import Subject
from portal.spreadsheets.models import WorkbookJob
from portal.statistics.models import Observation
from portal.subscriptions.models import Digest, SubscriptionRequest
from portal.subscriptions.tasks import BACK_OFF, queue_due_digests, request_subscription, send_digests
from portal.web.background import Worker, is_worker_running, lock_of, queue_abandoned
from tests.desk.uploads import changed
from tests.followers import make_follower, states
from tests.work import carry_out, running_worker
from tests.world import make_figure, make_indicator, make_release, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("task_queue")]

#: What a process runs: the worker, on the database of this test, which dwells so many seconds in loading.
COMMAND = """
import sys, time
import django
from portal import settings
settings.DATABASES["default"].update(HOST=sys.argv[1], PORT=sys.argv[2], NAME=sys.argv[3], CONN_MAX_AGE=0)
settings.STORAGES["default"]["OPTIONS"] = {"location": sys.argv[4]}
settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.subscriptions.mail_files.FileBackend", sys.argv[4]
django.setup()
from portal.desk.workbooks import jobs as tasks
note = tasks._note
def dwell(beside, stage, *rest):
    note(beside, stage, *rest)
    time.sleep(float(sys.argv[5]) if stage == "loading" else 0)
tasks._note = dwell
from django.core.management import call_command
call_command("run_worker")
"""


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    return tmp_path


@pytest.fixture
def start(folder) -> Iterator[Callable[..., subprocess.Popen]]:
    """Start a worker; all are ended after the test."""
    started = []

    def start(pause: float = 0) -> subprocess.Popen:
        database = connection.settings_dict
        where = [str(database[name]) for name in ("HOST", "PORT", "NAME")]
        worker = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *where, str(folder), str(pause)],
            cwd=django_settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
            stdout=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor, summary_zh="摘要", summary_en="Summary")
    make_figure(release, make_indicator("cases"), 500, as_printed="若干人", period_end=dt.date(2022, 12, 1))
    return release


@pytest.fixture
def job(draft, editor, folder) -> WorkbookJob:
    """A load that is queued, by which 500 becomes 700."""
    file = SimpleUploadedFile("book.zip", changed(draft, ",500,", ",700,"))
    report = preview_report(file, draft, editor)
    upload = tasks.keep(file, digest=report.digest, release=draft, rows=1)
    return tasks.start(WorkbookJob.Kind.LOAD, upload, by=editor)


def stage() -> str:
    return WorkbookJob.objects.get().stage


def is_done() -> bool:
    return WorkbookJob.objects.get().state == "done"


def loads() -> list[dict]:
    """Each time that the figure was changed: by whom, through which door."""
    events = Observation.pgh_event_model.objects.filter(value=700).select_related("pgh_context")
    return [event.pgh_context.metadata for event in events]


@pytest.mark.slow("starts workers and ends them")
def test_load_whose_worker_is_killed_is_taken_over_and_loaded_once(start, job, editor):
    killed = start(pause=60)
    wait_for(lambda: stage() == "loading")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    left = (WorkbookJob.objects.get().state, loads())

    start(), start()
    wait_for(is_done)
    wait_for(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")

    assert left == ("running", [])
    [about] = loads()
    assert about == {"user": editor.pk, "action": "load", "door": "workbook", "release": "draft"}
    assert len(DBTaskResult.objects.get().worker_ids) == 2


@pytest.mark.slow("starts workers and ends them")
def test_work_that_takes_long_is_left_to_its_worker(start, job):
    start(pause=60)
    wait_for(lambda: stage() == "loading")
    DBTaskResult.objects.update(started_at=timezone.now() - dt.timedelta(days=30))

    assert queue_abandoned() == 0
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.slow("starts workers and ends them")
def test_worker_ends_after_its_task_when_asked_to(start, job):
    worker = start(pause=1)
    wait_for(lambda: stage() == "loading")

    worker.send_signal(signal.SIGTERM)

    assert (worker.wait(), is_done()) == (0, True)


@pytest.mark.slow("starts workers and ends them")
def test_worker_that_is_asked_twice_ends_at_once_and_leaves_its_task_to_the_next(start, job):
    worker = start(pause=60)
    wait_for(lambda: stage() == "loading")

    worker.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait() == 1
    assert carry_out() == ["SUCCESSFUL"]
    assert len(loads()) == 1


@pytest.mark.slow("starts workers and ends them")
def test_worker_is_seen_while_it_lives(start):
    before = is_worker_running()
    worker = start()
    wait_for(is_worker_running)
    seen = {(time.sleep(0.01), is_worker_running())[1] for _look in range(150)}
    worker.send_signal(signal.SIGKILL)
    wait_for(lambda: not is_worker_running())

    assert (before, seen) == (False, {True})


def test_task_queued_anew_between_claim_and_lock_is_left_to_the_next(job):
    ours = DBTaskResult.objects.get()
    ours.claim("ours")

    assert queue_abandoned() == 1
    Worker().run_task(ours)

    assert (DBTaskResult.objects.get().status, loads()) == ("READY", [])
    assert carry_out() == ["SUCCESSFUL"]
    assert len(loads()) == 1


def test_task_done_twice_loads_once(job):
    tasks.process_workbook.enqueue(job.pk, "en")

    assert carry_out() == ["SUCCESSFUL", "SUCCESSFUL"]
    assert len(loads()) == 1


def test_locks_of_tasks_are_given_back(job):
    carry_out()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"  # workers share the server
        )
        assert cursor.fetchone() == (0,)
    assert lock_of(DBTaskResult.objects.get(), timeout=0).acquire() is True


def test_digests_are_sent_by_the_clock_and_asked_for_once(mail_folder):
    queue_due_digests()
    before = DBTaskResult.objects.count()
    make_follower("li@x.org", "indicator:cases")
    release = make_release()
    make_figure(release, make_indicator("cases"), 638)
    publish(release)

    queue_due_digests()
    queue_due_digests()
    carry_out()
    queue_due_digests()

    assert (before, DBTaskResult.objects.count()) == (0, 1)
    assert states() == ["sent"]
    assert len(list(mail_folder.glob("*.eml"))) == 1


def test_digests_wait_while_no_mail_can_be_sent(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.EMAIL_BACKEND = "portal.subscriptions.mail_files.FileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "file" / "mail"
    make_follower("li@x.org", "indicator:cases")
    release = make_release()
    make_figure(release, make_indicator("cases"), 638)
    publish(release)

    send_digests.enqueue()

    assert carry_out() == ["SUCCESSFUL"]
    assert "mail_unreachable" in caplog.text
    assert Digest.objects.get().state == "waiting"


@pytest.fixture
def asked() -> None:
    """Somebody asks for notices while a worker is there."""
    with running_worker():
        request_subscription(email="li@example.org", language="en", subject=Subject("sector", "health"))


def test_request_to_confirm_is_sent_by_the_worker(asked):
    before = len(mail.outbox)

    assert carry_out() == ["SUCCESSFUL"]
    assert (before, [message.to for message in mail.outbox]) == (0, [["li@example.org"]])


def test_request_that_no_server_takes_is_tried_again_later_and_later(asked, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "portal.subscriptions.mail_files.FileBackend",
        tmp_path / "file",
    )

    waits = []
    for _refusal in BACK_OFF:
        carry_out()
        waiting = DBTaskResult.objects.get(status="READY")
        waits.append((waiting.run_after - waiting.enqueued_at).total_seconds() / 60)
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())

    assert [round(wait) for wait in waits] == [1, 5, 30]
    assert carry_out() == ["SUCCESSFUL"] * 4
    assert SubscriptionRequest.objects.count() == 1


def test_request_that_was_confirmed_meanwhile_is_not_sent(asked):
    SubscriptionRequest.objects.update(confirmed_at=timezone.now())

    assert (carry_out(), mail.outbox) == (["SUCCESSFUL"], [])
