"""`python -m portal.runserver`: everything in `make run` after creating `.venv`."""

import os

from portal.runserver.embedded import die_with_parent
from portal.runserver.errors import refusing
from portal.runserver.start import run

if __name__ == "__main__":
    if "MAKELEVEL" in os.environ:
        die_with_parent()  # make forwards SIGTERM, but cannot when it is killed
    with refusing():
        run(os.environ)
