"""Background work: the worker process that runs tasks, and the recovery of tasks whose worker died.

While a worker runs a task, it holds an advisory lock on the task, on the same connection that does the work, so both
end together. A running task whose lock is free was abandoned by a dead worker and is queued again; a task that merely
takes long is left alone. Tasks must therefore be idempotent.
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

#: The shared advisory lock that each worker holds on every connection.
WORKER = "worker"
#: Seconds between polls for tasks, and between runs of the periodic jobs.
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
    """Whether queued tasks would run now; always true with a backend that runs them immediately."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return True
    class_id, object_id = pglock.advisory_id(WORKER)
    with connection.cursor() as cursor:
        cursor.execute(IS_HELD, [class_id % 2**32, object_id])
        return cursor.fetchone()[0]


def lock_of(task: DBTaskResult, **options: float) -> pglock.advisory:
    return pglock.advisory(f"task {task.pk}", **options)


def queue_abandoned() -> int:
    """Requeue the tasks of dead workers; returns their number."""
    count = 0
    for task in DBTaskResult.objects.running():
        with lock_of(task, timeout=0) as is_free:
            if is_free:
                running = DBTaskResult.objects.running().filter(pk=task.pk)
                count += running.update(status=TaskResultStatus.READY)
    return count


class Worker(db_worker.Worker):
    """Runs queued tasks one after another. Several workers may run side by side."""

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
        """Run tasks until a signal arrives, and these jobs once a minute."""
        connection_created.connect(be_counted)
        connection.settings_dict["CONN_MAX_AGE"] = None  # keeps the worker visible for its lifetime
        connection.close()
        self.configure_signals()
        due = 0.0
        while self.running:
            if time.monotonic() >= due:
                due = time.monotonic() + MINUTE
                call_command("prune_db_task_results", queue_name="*", min_age_days=1, verbosity=0)
                for act in every_minute:
                    act()
            queue_abandoned()
            self.run()
            close_old_connections()
            time.sleep(INTERVAL)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task under its lock; another worker may have requeued it between the claim and the lock."""
        with lock_of(db_task_result):
            claimed = DBTaskResult.objects.running().filter(pk=db_task_result.pk)
            if claimed.values_list("worker_ids", flat=True).first() == db_task_result.worker_ids:
                super().run_task(db_task_result)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the current task; at a second signal stop immediately, and the task goes to the next worker."""
        if not self.running:
            os._exit(1)
        super().shutdown(signum, frame)


def be_counted(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Make this process visible to `is_worker_running` while the connection lasts."""
    pglock.advisory(WORKER, shared=True, using=connection.alias).acquire()
