"""`python -m portal.launch`: everything of `make run` that comes after `.venv`."""

import os

from portal.launch.embedded import die_with_parent
from portal.launch.refusal import refusing
from portal.launch.start import run

if __name__ == "__main__":
    if "MAKELEVEL" in os.environ:
        die_with_parent()  # make passes SIGTERM on, but cannot when it is killed
    with refusing():
        run(os.environ)
