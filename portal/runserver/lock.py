"""The start lock of a `var` folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.runserver.errors import Refusal


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
