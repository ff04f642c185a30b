"""The worker, where tests need its work: tasks are queued in the database and carried out on demand."""

from collections.abc import Iterator
from contextlib import contextmanager

import pglock
import pytest
from django_tasks_db.models import DBTaskResult

from portal.web.background import WORKER, Worker, queue_abandoned

IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def task_queue(settings) -> None:
    """Tasks wait until `carry_out`, as they wait for a worker elsewhere."""
    settings.TASKS = IN_DATABASE


def carry_out() -> list[str]:
    """Do all that is queued, in this process; how the tasks ended."""
    queue_abandoned()
    Worker().run()
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


@contextmanager
def running_worker() -> Iterator[None]:
    """A worker seems to be there, and does nothing."""
    with pglock.advisory(WORKER, shared=True):
        yield
