"""`python -m portal.launch`: everything of `make run` that comes after `.venv`."""

import os

from portal.launch.refusal import refusing
from portal.launch.start import run

if __name__ == "__main__":
    with refusing():
        run(os.environ)
