"""Refusals to start that need nothing installed: an unusable port, a second start, a read-only folder."""

import errno
import fcntl
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8000
#: Exit status after Ctrl-C.
INTERRUPTED = 130
UNWRITABLE = {errno.EACCES, errno.EDQUOT, errno.EEXIST, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS}


class Refusal(Exception):
    """One sentence for the person at the terminal: what is wrong and what to do."""


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a Refusal, or an unwritable folder, into one sentence on stderr and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.errno not in UNWRITABLE or error.filename is None:
            raise
        sys.exit(f"Cannot write {error.filename}: {error.strerror}.")


def chosen_port(environment: Mapping[str, str]) -> int:
    """The number in PORT, or 8000. Raises Refusal for an invalid port."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**16):
        raise Refusal(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_busy(port: int) -> None:
    """Raise Refusal if the port cannot be bound."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
        except OSError as error:
            reason = f"cannot be used: {error.strerror}."
            if error.errno == errno.EADDRINUSE:
                reason = "is in use: choose another, for instance `PORT=8001 make run`."
            raise Refusal(f"Port {port} of {ADDRESS} {reason}") from None


@contextmanager
def only_start(folder: Path) -> Iterator[None]:
    """Hold the given `var` folder against a second start. The lock ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"The portal of {folder} is running already: stop it first.") from None
        yield
