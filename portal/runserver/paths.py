"""Paths of the database and its socket, and the secret key: the files that `make run` and the settings share.

All paths are computed from one, so that `manage.py` finds the database that `make run` started.
"""

import hashlib
import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
#: For root, whose PostgreSQL runs as another user that may be unable to enter the checkout.
SHARED = Path("/var/lib/minsheng-portal")
#: Bytes in `sun_path` of a unix socket address, less the closing zero (unix(7)).
LONGEST_SOCKET_PATH = 107


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


def kept_secret(path: Path) -> str:
    """Read the secret from `path`, or create it there (mode 0600) atomically."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
