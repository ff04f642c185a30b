"""The one way in which a start says no."""

from __future__ import annotations

import sys
from contextlib import contextmanager


class Refusal(Exception):
    """One sentence that tells the person at the terminal what is wrong and what to do."""


@contextmanager
def refusing():
    """Turn a Refusal into its sentence on stderr and exit status 1, without a traceback."""
    try:
        yield
    except Refusal as refusal:
        sys.exit(str(refusal))
