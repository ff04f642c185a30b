"""A cluster with the migrated database, kept from run to run: migrating takes seconds, copying a tenth of one.

Each lies in `var/test/migrated/` under a name that follows from everything that migrating depends on.
"""

import fcntl
import hashlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings

from portal.runserver.embedded import THROW_AWAY, Cluster, lasting_cluster
from portal.runserver.paths import CHECKOUT, database

READ_BY_MIGRATING = [
    "migrations/*",
    "**/models",
    "**/models/*",
    "**/records",
    "**/records/*",
    "publishing/triggers",
    "search/*",
    "staff/roles",
    "staff/sync",
    "web/data_version",
    "web/past",
    "apps",
    "sector",
]
"""Modules of each of our apps; what comes from elsewhere has its version in the lists of requirements."""
LONGEST_UNUSED = 7 * 24 * 3600
"""Seconds after which a cluster that no run began with is removed."""


def migrated_cluster(migrate: Callable[[Cluster], None]) -> Cluster:
    """A stopped cluster on which `migrate` was called once, by this run or by one before it."""
    folder = settings.VAR / "migrated" / fingerprint()
    with one_run_at_a_time(folder.parent):
        remove_unused(folder.parent)
        done = folder / "done"
        if not done.exists():
            remove(folder)
            folder.mkdir()
            make(lasting_cluster(folder), migrate)
        done.touch()
        return lasting_cluster(folder)


def make(cluster: Cluster, migrate: Callable[[Cluster], None]) -> None:
    cluster.options = dict(THROW_AWAY)
    cluster.make()
    cluster.start()
    try:
        migrate(cluster)
    finally:
        cluster.stop()


def copy(kept: Cluster, target: Cluster) -> None:
    """Fill the data folder of `target`, in the name of whoever runs both."""
    command = ["/bin/cp", "-Rp", kept.data, target.data]
    subprocess.run(command, check=True, **target.account.run_as())


def fingerprint() -> str:
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == CHECKOUT]
    files = [file for app in own for part in READ_BY_MIGRATING for file in app.glob(f"{part}.py")]
    parts = [CHECKOUT / "requirements.txt", *files]
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for file in sorted(parts):
        digest.update(f"{file.relative_to(CHECKOUT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_run_at_a_time(folder: Path) -> Iterator[None]:
    """Others wait until what is being made is there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        yield


def remove_unused(folder: Path) -> None:
    for done in folder.glob("*/done"):
        if time.time() - done.stat().st_mtime > LONGEST_UNUSED:
            remove(done.parent)


def remove(folder: Path) -> None:
    """Its data may lie elsewhere."""
    shutil.rmtree(database(folder), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
