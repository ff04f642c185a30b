"""Session limits: an idle timeout, and at most one working day."""

import time

from django.conf import settings
from django.http import HttpRequest

STARTED = "signed_in_at"
SEEN = "seen_at"
EXACT_TO_SECONDS = 60
"""So often at most is written down that somebody is still there."""


def start(request: HttpRequest, **_: object) -> None:
    """Start the clock after a sign-in of any kind."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def has_run_out(request: HttpRequest) -> bool:
    now = time.time()
    started, seen = (request.session.get(name, now) for name in (STARTED, SEEN))
    return now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE


def tick(request: HttpRequest) -> None:
    """Record activity."""
    if STARTED not in request.session:
        start(request)
    elif time.time() - request.session.get(SEEN, 0) >= EXACT_TO_SECONDS:
        request.session[SEEN] = int(time.time())
