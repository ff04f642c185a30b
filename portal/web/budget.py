"""A budget for expensive requests, so that nobody can stop the portal cheaply.

A search, a file of a whole list, a page of the past, and a body from somebody who has not signed in may each hold a
thread for long, the last because the client sends it as slowly as it likes. A worker carries out only a few of them at
a time; beyond that they are refused at once, with the time after which to ask again. The other threads stay free for
pages and health checks. What is cached costs nothing and has no limit.
"""

import threading
import weakref
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.web.error_pages import busy
from portal.web.page_cache import is_api, is_private

#: Expensive requests that a worker carries out at a time; it has twice as many threads.
AT_ONCE = 3
FILES = (".csv", ".xlsx", ".oc4ids.json")
SEARCH = "/search/"

free = threading.BoundedSemaphore(AT_ONCE)


def budget(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that refuses an expensive request with 503 while the worker is busy with others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_expensive(request):
            return get_response(request)
        if not free.acquire(blocking=False):
            return busy(request)
        try:
            response = get_response(request)
        except BaseException:
            free.release()
            raise
        release = weakref.finalize(response, free.release)  # at the latest when nobody holds it any more
        if response.streaming:
            response._resource_closers.append(release)  # noqa: SLF001 - called by close() even of a stream never begun
        else:
            release()
        return response

    return middleware


def is_expensive(request: HttpRequest) -> bool:
    """Whether the request may hold a thread for long."""
    path = request.path_info
    if request.method not in {"GET", "HEAD"}:
        return not any(name.endswith(settings.SESSION_COOKIE_NAME) for name in request.COOKIES)
    if is_private(request):
        return False
    query = request.META.get("QUERY_STRING", "")  # not yet taken apart: it may have too many parameters
    is_file = path.endswith(FILES) or "format=csv" in query or "format=xlsx" in query
    return is_file or path.startswith(SEARCH) or ("as_of=" in query and not is_api(request))
