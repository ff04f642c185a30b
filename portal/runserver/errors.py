"""Refusals to start."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
UNWRITABLE = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}


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
