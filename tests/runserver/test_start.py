"""The whole start, as a person at a terminal has it: real processes, a real server, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from django.db import connection

from portal.runserver.paths import CHECKOUT, database

MAKE = shutil.which("make")
PATIENCE_SECONDS = 300


def surroundings() -> dict[str, str]:
    """The environment less what the tests run under: their database and their own make."""
    kept_out = ("DATABASE_URL", "MAKE", "MFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(kept_out)}


class Started:
    """`make run` on a `var` folder of its own, without the demo data."""

    def __init__(self, var: Path, **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        own = {"PORTAL_VAR": str(var), "PORTAL_DEMO": "off", "PORT": str(self.port)}
        self.birth = time.monotonic()
        self.make = subprocess.Popen(
            [
                MAKE,
                "run",
                f"PYTHON={sys.executable}",
                "SET_UP=true",
            ],  # the environment is there: these tests run in it
            cwd=CHECKOUT,
            env=surroundings() | own | environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path: str) -> int:
        """The status of the page, once the server answers."""
        while self.make.poll() is None and time.monotonic() - self.birth < PATIENCE_SECONDS:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as page:
                    return page.status
            except OSError:
                time.sleep(0.02)
        if self.make.poll() is None:  # too slow, and might never end by itself
            os.killpg(self.make.pid, signal.SIGKILL)
        raise AssertionError(self.make.communicate()[0])

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.make.pid).children(recursive=True)

    def end(self) -> str:
        """Wait for the end and give all that was said."""
        return self.make.communicate(timeout=PATIENCE_SECONDS)[0]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """What the first start on an empty folder said."""
    var = tmp_path_factory.mktemp("start") / "var"
    started = Started(var)
    started.get("/readyz")
    to_make(started)
    yield var, started.port, started.end()
    subprocess.run(["/bin/rm", "-rf", database(var), f"{database(var)}.log"], check=True)


@pytest.fixture
def var(first):
    return first[0]


@pytest.fixture(scope="module")
def begun():
    """All starts; what a failed test left running is ended."""
    begun = []
    yield begun
    for started in begun:
        if started.make.poll() is None:
            os.killpg(started.make.pid, signal.SIGKILL)
        started.make.communicate()


@pytest.fixture
def start(begun, var):
    """Begin a start on the folder of the first."""

    def start(**environment: str) -> Started:
        begun.append(Started(var, **environment))
        return begun[-1]

    return start


@pytest.fixture
def try_to_start(begun, tmp_path):
    """Begin a start that is refused before anything is made."""

    def try_to_start(**environment: str) -> Started:
        begun.append(Started(tmp_path / "var", **environment))
        return begun[-1]

    return try_to_start


@pytest.fixture(scope="module")
def second(first):
    """A second start on the same folder, running."""
    started = Started(first[0])
    started.get("/admin/login/")
    yield started
    to_make(started)
    started.end()


def to_make(started: Started) -> None:
    started.make.terminate()


def to_the_terminal(started: Started) -> None:
    os.killpg(started.make.pid, signal.SIGINT)


def close_the_terminal(started: Started) -> None:
    os.killpg(started.make.pid, signal.SIGHUP)


def kill_make(started: Started) -> None:
    started.make.kill()


def kill_everything_at_once(started: Started) -> None:
    os.killpg(started.make.pid, signal.SIGKILL)


@pytest.mark.slow("starts servers")
def test_start_says_what_it_does_and_where_the_portal_is(first):
    _, port, said = first

    assert said.splitlines()[:2] == ["Migrating the database …", "Collecting static files …"]
    assert f"pages   http://127.0.0.1:{port}/\n" in said


@pytest.mark.slow("starts servers")
def test_start_the_second_time_costs_less_than_five_seconds_of_work(second):
    # of the processor, and not by the clock: other tests run beside this one
    assert sum(sum(process.cpu_times()[:4]) for process in second.processes()) < 5


@pytest.mark.slow("starts servers")
def test_start_beside_another_is_refused_in_one_sentence(second, start, var):
    third = start()

    assert third.end().splitlines()[0] == f"The portal of {var} is running already: stop it first."
    assert second.get("/readyz") == 200


@pytest.mark.slow("starts servers")
def test_manage_finds_the_running_database(second, var):
    answer = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--check"],
        cwd=CHECKOUT,
        env=surroundings() | {"PORTAL_VAR": str(var)},
        check=False,
    )

    assert answer.returncode == 0


@pytest.mark.slow("starts servers")
def test_start_the_second_time_migrates_nothing(second):
    to_make(second)

    assert "Migrating" not in second.end()


@pytest.mark.slow("starts servers")
@pytest.mark.parametrize(
    "stop", [to_make, to_the_terminal, close_the_terminal, kill_make, kill_everything_at_once]
)
def test_start_serves_and_leaves_nothing_behind(start, stop):
    started = start()
    assert (started.get("/healthz"), started.get("/readyz"), started.get("/admin/login/")) == (200, 200, 200)
    processes = started.processes()

    stop(started)

    started.end()
    assert psutil.wait_procs(processes, PATIENCE_SECONDS)[1] == []


@pytest.mark.slow("starts servers")
@pytest.mark.django_db
def test_start_serves_from_an_outside_database(start):
    here = {name: quote(str(value), safe="") for name, value in connection.get_connection_params().items()}
    who = f"{here['user']}:{here.get('password', '')}"

    started = start(DATABASE_URL=f"postgres://{who}@{here['host']}:{here.get('port', 5432)}/{here['dbname']}")

    assert started.get("/readyz") == 200
    assert [process for process in started.processes() if process.name() == "postgres"] == []
    to_make(started)
    started.end()


def test_start_on_a_busy_port_is_refused_in_one_sentence(try_to_start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        started = try_to_start(PORT=str(port))

        assert started.end().splitlines()[0].startswith(f"Port {port} of 127.0.0.1 is in use: ")
        assert started.make.returncode == 2


def test_start_in_a_folder_that_cannot_be_written_is_refused_in_one_sentence(try_to_start, tmp_path):
    (tmp_path / "file").touch()

    started = try_to_start(PORTAL_VAR=str(tmp_path / "file" / "var"))

    assert started.end().splitlines()[0] == f"Cannot write {tmp_path}/file/var: Not a directory."


@pytest.mark.slow("starts servers")
def test_start_without_its_outside_database_is_refused_in_one_sentence(try_to_start):
    started = try_to_start(DATABASE_URL="postgres://portal:secret@127.0.0.1:1/portal")

    said = started.end().splitlines()
    assert said[0].startswith("The database at 127.0.0.1:1/portal does not answer: ")
    assert "secret" not in "".join(said)
    assert len(said) == 2  # the second is make's own


def workers(started: Started) -> list[psutil.Process]:
    return [process for process in started.processes() if command(process)[-1:] == ["run_worker"]]


def command(process: psutil.Process) -> list[str]:
    """Its command line, empty once it has ended: between listing and reading it may."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


@pytest.mark.slow("starts servers")
def test_start_keeps_a_worker_running(start):
    started = start()
    started.get("/readyz")
    [first] = workers(started)

    first.kill()

    until = time.monotonic() + PATIENCE_SECONDS
    while [process.pid for process in workers(started)] in ([], [first.pid]):
        assert time.monotonic() < until
        time.sleep(0.1)
    to_make(started)
    started.end()
