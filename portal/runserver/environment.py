"""`.venv` with exactly the locked dependencies. Runs on the system's Python, with nothing installed.

    python3 -m portal.runserver.environment requirements.txt [--port]

`.venv/installed` records the lock file, the Python and the path, so that the next start installs nothing. With
`--port`, first checks that the port of `make run` is free, to fail now rather than a minute later.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.runserver.errors import Refusal, refusing
from portal.runserver.paths import CHECKOUT, var
from portal.runserver.port import chosen_port, refuse_busy

INSTALL = ["install", "--require-hashes", "--only-binary", ":all:"]


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "installed"

    def identity(self) -> str:
        """A virtual environment is tied to its path and its Python."""
        return f"{self.folder} {sys.base_prefix} {sys.version}".replace("\n", " ")

    def ensure(self, lock: Path) -> None:
        """Install `lock` unless it, or a lock that contains it, is installed."""
        known, *installed = self.stamp.read_text().splitlines() if self.stamp.exists() else [""]
        if known == self.identity() and digest(lock) in installed:
            return
        if known != self.identity():
            self.create()
        self.stamp.unlink(missing_ok=True)
        self.install(lock)
        development = lock.with_name("requirements-dev.txt")
        contained = {lock, lock.with_name("requirements.txt")} if lock == development else {lock}
        self.stamp.write_text("\n".join([self.identity(), *sorted(map(digest, contained))]))

    def create(self) -> None:
        refuse_without_venv()
        print("Making the Python environment in .venv …", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", self.folder], check=False)
        if made.returncode:
            raise Refusal(f"Python could not make its environment in {self.folder}; its words stand above.")

    def install(self, lock: Path) -> None:
        """Install with uv if available, for its speed; otherwise, or if uv fails, with pip."""
        print(f"Installing {lock.name} …", flush=True)
        uv = shutil.which("uv")
        if uv and self.runs([uv, "pip", *INSTALL, "--quiet", "--python", self.python, "--requirement", lock]):
            return
        pip = [self.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq"]
        if not self.runs([*pip, *INSTALL, "--no-user", "--requirement", lock]):
            raise Refusal(f"{lock.name} could not be installed; the installer's words stand above.")

    def runs(self, command: list) -> bool:
        return subprocess.run(command, check=False).returncode == 0


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def refuse_without_venv() -> None:
    """Debian ships the venv module without the pip it installs."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Refusal("This Python has no venv module: install it, on Debian the package python3-venv.")


def main(arguments: list[str]) -> None:
    if "--port" in arguments:
        refuse_busy(chosen_port(os.environ))
    var().mkdir(parents=True, exist_ok=True)
    with (var() / "environment.lock").open("w") as waiting_for_another_make:
        fcntl.lockf(waiting_for_another_make, fcntl.LOCK_EX)
        Environment().ensure(CHECKOUT / arguments[0])


if __name__ == "__main__":
    with refusing():
        main(sys.argv[1:])
