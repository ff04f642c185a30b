"""`python -m portal.runserver.worker`: the background worker beside the server, restarted whenever it ends.

A separate process supervises it, because the server forks and so must not have threads.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from portal.runserver.embedded import die_with_parent
from portal.runserver.paths import CHECKOUT

PATIENCE_SECONDS = 5
"""How long the worker may finish its task when the portal is told to stop; the next start begins the task anew."""
RESTART_SECONDS = 3
"""Between the end of a worker and the next, so that one that cannot start does not fill the log."""


@contextmanager
def background_worker() -> Iterator[None]:
    """Keep a worker running in this context; it also ends with this process."""
    watcher = begin("-m", "portal.runserver.worker")
    try:
        yield
    finally:
        end(watcher, 2 * PATIENCE_SECONDS)


def watch() -> None:
    """Restart the worker until told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while True:
        worker = begin("manage.py", "run_worker")
        try:
            worker.wait()
        finally:
            end(worker, PATIENCE_SECONDS)
        time.sleep(RESTART_SECONDS)


def begin(*arguments: str) -> subprocess.Popen:
    """Python in a session of its own: Ctrl-C at the terminal is for the main process."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - no thread runs yet
    )


def end(process: subprocess.Popen, seconds: float) -> None:
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    watch()
