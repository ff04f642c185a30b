"""One start of the portal: database, preparation, worker, server; stopped in reverse order."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType

from portal.runserver.data_dir import lasting_cluster
from portal.runserver.lock import only_start
from portal.runserver.paths import var
from portal.runserver.port import chosen_port, refuse_busy
from portal.runserver.worker import background_worker

STOPPING = (signal.SIGTERM, signal.SIGHUP)
"""Besides SIGINT, which Python raises as KeyboardInterrupt."""


def run(environment: Mapping[str, str]) -> None:
    """Serve until stopped. Raises Refusal if the start is impossible."""
    port = chosen_port(environment)
    refuse_busy(port)
    for number in STOPPING:
        signal.signal(number, stop)
    folder = var()
    outside = bool(environment.get("DATABASE_URL"))
    spare_demo_accounts(outside=outside)
    with only_start(folder), nullcontext() if outside else embedded_database(folder):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        # These two import Django and the server; imported late, so that a refusal above appears at once.
        from portal.runserver.prepare import prepare
        from portal.runserver.server import serve

        prepare()
        with background_worker():
            serve(port)


def spare_demo_accounts(*, outside: bool) -> None:
    """Demo accounts on this machine need no second factor, unless the environment says otherwise."""
    if not outside:
        os.environ.setdefault("PORTAL_DEMO_WITHOUT_SECOND_FACTOR", "on")


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Exit as on Ctrl-C, so that everything started is stopped."""
    raise KeyboardInterrupt


@contextmanager
def embedded_database(folder: Path) -> Iterator[None]:
    cluster = lasting_cluster(folder)
    cluster.make()
    try:
        cluster.start()
        yield
    finally:
        cluster.stop()
