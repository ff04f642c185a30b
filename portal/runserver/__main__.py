"""`python -m portal.runserver`: everything in `make run` after creating `.venv`.

Starts database, background worker and server, and stops them in reverse order. `python -m portal.runserver worker`
keeps the worker running in a process of its own, because the server forks and so must not have threads.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack

from portal.runserver.embedded import die_with_parent, lasting_cluster
from portal.runserver.paths import CHECKOUT, var
from portal.runserver.refusals import chosen_port, only_start, refuse_busy, refusing

#: Signals that stop the portal besides SIGINT, which Python raises as KeyboardInterrupt.
STOPPING = (signal.SIGTERM, signal.SIGHUP)
#: Seconds the worker may take to finish its task when the portal stops; the next start begins the task anew.
PATIENCE_SECONDS = 5
#: Seconds between the end of a worker and the next, so that one that cannot start does not fill the log.
RESTART_SECONDS = 3

#: The district of the two releases that `make run` loads.
DEMO_DISTRICT = {
    "PORTAL_DISTRICT_ZH": "威海经济技术开发区",
    "PORTAL_DISTRICT_EN": "Weihai Economic and Technological Development Zone",
}


def run(environment: Mapping[str, str]) -> None:
    """Serve until stopped. Raises Refusal if the start is impossible."""
    port = chosen_port(environment)
    refuse_busy(port)
    for number in STOPPING:  # exit as on Ctrl-C, so that everything started is stopped
        signal.signal(number, signal.default_int_handler)
    outside = bool(environment.get("DATABASE_URL"))
    if (
        not outside
    ):  # the demo of this machine: its accounts need no second factor, and its head names its district
        os.environ.setdefault("PORTAL_DEMO_WITHOUT_SECOND_FACTOR", "on")
        for name, district in DEMO_DISTRICT.items():
            os.environ.setdefault(name, district)
    with only_start(var()), ExitStack() as stack:
        if not outside:
            cluster = lasting_cluster(var())
            cluster.make()
            stack.callback(cluster.stop)
            cluster.start()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
        # These two import Django and the server; imported late, so that a refusal above appears at once.
        from portal.runserver.prepare import prepare
        from portal.runserver.server import serve

        prepare()
        watcher = start_python("-m", "portal.runserver", "worker")
        stack.callback(end, watcher, 2 * PATIENCE_SECONDS)
        serve(port)


def keep_worker_running() -> None:
    """Restart the background worker whenever it ends, until told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _signal, _frame: sys.exit(0))
    while True:
        worker = start_python("manage.py", "run_worker")
        try:
            worker.wait()
        finally:
            end(worker, PATIENCE_SECONDS)
        time.sleep(RESTART_SECONDS)


def start_python(*arguments: str) -> subprocess.Popen:
    """Python in a session of its own, which Ctrl-C at the terminal does not reach; it ends with this process."""
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


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        keep_worker_running()
    else:
        if "MAKELEVEL" in os.environ:
            die_with_parent()  # make forwards SIGTERM, but cannot when it is killed
        with refusing():
            run(os.environ)
