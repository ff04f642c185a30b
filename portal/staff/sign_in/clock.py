"""How long an official stays signed in: not for long without doing anything, and never longer than a working day."""

import time

from django.conf import settings
from django.http import HttpRequest

STARTED = "signed_in_at"
SEEN = "seen_at"
EXACT_TO_SECONDS = 60
"""So often at most is written down that somebody is still there."""


def start(request: HttpRequest, **_: object) -> None:
    """When somebody has signed in, by whatever way."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def has_run_out(request: HttpRequest) -> bool:
    now = time.time()
    started, seen = (request.session.get(name, now) for name in (STARTED, SEEN))
    return now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE


def tick(request: HttpRequest) -> None:
    """Write down that the official is there."""
    if STARTED not in request.session:
        start(request)
    elif time.time() - request.session.get(SEEN, 0) >= EXACT_TO_SECONDS:
        request.session[SEEN] = int(time.time())
