"""`make clean`: removes what the other targets created, including the database wherever it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from portal.runserver.errors import refusing
from portal.runserver.lock import only_start
from portal.runserver.paths import CHECKOUT, database, var

MADE = [".venv", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"]
TESTED = "test/migrated/*"
"""In `var`: what the tests keep a database for."""


def clean(checkout: Path, folder: Path) -> None:
    """Remove the data of the given `var` folder, then the folder itself, `.venv` and tool caches."""
    with only_start(folder):
        for data in map(database, [folder, *folder.glob(TESTED)]):
            shutil.rmtree(data, ignore_errors=True)
            data.with_name(f"{data.name}.log").unlink(missing_ok=True)
        for path in [folder, *(checkout / name for name in MADE)]:
            shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    with refusing():
        clean(CHECKOUT, var())
