"""Paths of the database and its socket.

All are computed from one path, so that `manage.py` finds the database that `make run` started.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path("/var/lib/minsheng-portal")
"""For root, whose PostgreSQL runs as another user that may be unable to enter the checkout."""

LONGEST_SOCKET_PATH = 107
"""Bytes in `sun_path` of a unix socket address, less the closing zero (unix(7))."""


def var() -> Path:
    """The folder of generated and persistent data: PORTAL_VAR, or `var` in the checkout."""
    return Path(os.environ.get("PORTAL_VAR") or CHECKOUT / "var").absolute()


def key(path: Path) -> str:
    """A short, stable name for a folder."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def database(folder: Path) -> Path:
    """The data folder in the given `var` folder, with links resolved: for root it may be a link."""
    return Path(os.path.realpath(folder / "postgres"))


def socket_folder(data: Path) -> Path:
    """The data folder itself (mode 0700), or a short folder elsewhere if its path is unfit for a socket.

    A path may be too long; also, PostgreSQL and its clients split it at commas and interpret quotes.
    """
    socket_name = data / ".s.PGSQL.5432"
    if len(os.fsencode(socket_name)) <= LONGEST_SOCKET_PATH and not set(str(data)) & set(",\"'"):
        return data
    return Path("/tmp") / f"minsheng-portal-{key(data)}"  # noqa: S108 - its owner is checked; TMPDIR may change
