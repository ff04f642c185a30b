"""`make clean`: remove what the other targets made. The database goes too, wherever it lies."""

from __future__ import annotations

import shutil
from pathlib import Path

from portal.launch.places import CHECKOUT, database, var
from portal.launch.refusal import refusing
from portal.launch.start import only_start

CACHES = [".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"]


def clean(checkout: Path = CHECKOUT) -> None:
    with only_start():
        data = database(checkout)
        shutil.rmtree(data, ignore_errors=True)
        data.with_name(f"{data.name}.log").unlink(missing_ok=True)
        for name in [".venv", var(checkout).name, *CACHES]:
            shutil.rmtree(checkout / name, ignore_errors=True)


if __name__ == "__main__":
    with refusing():
        clean()
