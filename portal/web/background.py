"""Background work: the worker process that carries out tasks, and what becomes of a task whose worker died.

While a worker carries out a task it holds an advisory lock on it, on the connection that does the work: the two end
together. A task that is running though nobody holds its lock was left by a worker that died, and is queued again; one
that merely takes long is left alone. Tasks are therefore idempotent.
"""

import os
import time
from collections.abc import Callable, Iterable
from types import FrameType
from uuid import uuid4

import pglock
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

#: The advisory lock that every worker shares on each of its connections.
WORKER = "worker"
#: Seconds between two looks for tasks, and between two runs of what a worker does from time to time.
INTERVAL, MINUTE = 1, 60
#: Whether anybody holds an advisory lock of this database, without taking it.
IS_HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE datname = current_database() AND locktype = 'advisory' AND granted
        AND classid = %s::oid AND objid = %s::oid AND objsubid = 1
    )
"""


def is_worker_running() -> bool:
    """Whether a task would be carried out now; always where the backend carries it out at once."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return True
    class_id, object_id = pglock.advisory_id(WORKER)
    with connection.cursor() as cursor:
        cursor.execute(IS_HELD, [class_id % 2**32, object_id])
        return cursor.fetchone()[0]


def lock_of(task: DBTaskResult, **options: float) -> pglock.advisory:
    return pglock.advisory(f"task {task.pk}", **options)


def queue_abandoned() -> int:
    """Queue what workers left that died; returns how much."""
    count = 0
    for task in DBTaskResult.objects.running():
        with lock_of(task, timeout=0) as is_free:
            if is_free:
                running = DBTaskResult.objects.running().filter(pk=task.pk)
                count += running.update(status=TaskResultStatus.READY)
    return count


class Worker(db_worker.Worker):
    """Carries out whatever is queued, one task after the other. Several may work side by side."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=INTERVAL,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid4().hex,
        )

    def work(self, every_minute: Iterable[Callable[[], object]]) -> None:
        """Carry out tasks until a signal comes, and call these once a minute."""
        connection_created.connect(be_counted)
        connection.settings_dict["CONN_MAX_AGE"] = None  # it lasts as long as the worker, which is seen by it
        connection.close()
        self.configure_signals()
        due = 0.0
        while self.running:
            if time.monotonic() >= due:
                due = time.monotonic() + MINUTE
                self.keep_house(every_minute)
            queue_abandoned()
            self.run()
            close_old_connections()
            time.sleep(INTERVAL)

    def keep_house(self, every_minute: Iterable[Callable[[], object]]) -> None:
        call_command("prune_db_task_results", queue_name="*", min_age_days=1, verbosity=0)
        for act in every_minute:
            act()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Hold the lock meanwhile; another worker may have queued the task anew between the claim and the lock."""
        with lock_of(db_task_result):
            claimed = DBTaskResult.objects.running().filter(pk=db_task_result.pk)
            if claimed.values_list("worker_ids", flat=True).first() == db_task_result.worker_ids:
                super().run_task(db_task_result)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the current task; at a second signal at once, so that the task goes to the next worker."""
        if not self.running:
            os._exit(1)
        super().shutdown(signum, frame)


def be_counted(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Let `is_worker_running` see this process, for as long as the connection lasts."""
    pglock.advisory(WORKER, shared=True, using=connection.alias).acquire()
