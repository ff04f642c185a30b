"""Where a checkout keeps its database and where that database listens.

Everything is computed from the path of the checkout, so that `manage.py` finds the database that `make run`
started.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path("/var/lib/minsheng-portal")
"""For root, whose PostgreSQL runs as another user that may be unable to enter the checkout."""

LONGEST_SOCKET_PATH = 107
"""Bytes in `sun_path` of a unix socket address, less the closing zero (unix(7))."""


def key(path: Path) -> str:
    """A short name for a folder, the same on every run."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def var(checkout: Path = CHECKOUT) -> Path:
    return checkout / "var"


def database(checkout: Path = CHECKOUT) -> Path:
    """The data folder of `make run`, where it really lies: for root `var/postgres` may be a link."""
    return Path(os.path.realpath(var(checkout) / "postgres"))


def socket_folder(data: Path) -> Path:
    """The data folder itself (mode 0700), or a short folder elsewhere if its path cannot hold a socket.

    Besides being too long: PostgreSQL and its clients split the path at commas and take quotes for their own.
    """
    socket_name = data / ".s.PGSQL.5432"
    if len(os.fsencode(socket_name)) <= LONGEST_SOCKET_PATH and not set(str(data)) & set(",\"'"):
        return data
    return Path(tempfile.gettempdir()) / f"minsheng-portal-{key(data)}"
