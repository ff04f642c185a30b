"""`.venv` with exactly the locked dependencies, and `make clean`. Runs on the system's Python, with nothing installed.

    python3 -m portal.runserver.environment requirements.txt [--port]
    python3 -m portal.runserver.environment --clean

`.venv/installed` records the lock file, the Python and the path, so that the next start installs nothing. With
`--port`, first checks that the port of `make run` is free, to fail now rather than a minute later.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.runserver.paths import CHECKOUT, database, var
from portal.runserver.refusals import Refusal, chosen_port, only_start, refuse_busy, refusing

INSTALL = ["install", "--require-hashes", "--only-binary", ":all:"]
#: Caches of tools in the checkout.
CACHES = [".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"]
#: Folders in `var` in which the tests keep databases.
TEST_FOLDERS = "test/migrated/*"


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "installed"

    def ensure(self, lock: Path) -> None:
        """Install `lock` unless it, or a lock that contains it, is installed."""
        # a virtual environment is tied to its path and its Python
        identity = f"{self.folder} {sys.base_prefix} {sys.version}".replace("\n", " ")
        known, *installed = self.stamp.read_text().splitlines() if self.stamp.exists() else [""]
        if known == identity and digest(lock) in installed:
            return
        if known != identity:
            self.create()
        self.stamp.unlink(missing_ok=True)
        self.install(lock)
        development = lock.with_name("requirements-dev.txt")
        contained = {lock, lock.with_name("requirements.txt")} if lock == development else {lock}
        self.stamp.write_text("\n".join([identity, *sorted(map(digest, contained))]))

    def create(self) -> None:
        refuse_without_venv()
        print("Creating the Python environment in .venv …", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", self.folder], check=False)
        if made.returncode:
            raise Refusal(f"Python could not create its environment in {self.folder}; see its output above.")

    def install(self, lock: Path) -> None:
        """Install with uv if available, for its speed; otherwise, or if uv fails, with pip."""
        print(f"Installing {lock.name} …", flush=True)
        pip = [self.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq"]
        commands = [[*pip, *INSTALL, "--no-user", "--requirement", lock]]
        if uv := shutil.which("uv"):
            options = ["--quiet", "--python", self.python, "--requirement", lock]
            commands.insert(0, [uv, "pip", *INSTALL, *options])
        if all(subprocess.run(command, check=False).returncode for command in commands):
            raise Refusal(f"{lock.name} could not be installed; see the installer's output above.")


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def refuse_without_venv() -> None:
    """Debian ships the venv module without the pip it installs."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Refusal("This Python has no venv module: install it, on Debian the package python3-venv.")


def clean(checkout: Path, folder: Path) -> None:
    """Remove the databases of the given `var` folder wherever they are, the folder itself, `.venv` and tool caches."""
    with only_start(folder):
        for data in map(database, [folder, *folder.glob(TEST_FOLDERS)]):
            shutil.rmtree(data, ignore_errors=True)
            data.with_name(f"{data.name}.log").unlink(missing_ok=True)
        for path in [folder, checkout / ".venv", *(checkout / name for name in CACHES)]:
            shutil.rmtree(path, ignore_errors=True)


def main(arguments: list[str]) -> None:
    if "--clean" in arguments:
        return clean(CHECKOUT, var())
    if "--port" in arguments:
        refuse_busy(chosen_port(os.environ))
    var().mkdir(parents=True, exist_ok=True)
    with (var() / "environment.lock").open("w") as waiting_for_another_make:
        fcntl.lockf(waiting_for_another_make, fcntl.LOCK_EX)
        return Environment().ensure(CHECKOUT / arguments[0])


if __name__ == "__main__":
    with refusing():
        main(sys.argv[1:])
