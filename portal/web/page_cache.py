"""The page cache: public pages and JSON answers, cached until public data changes.

An answer depends on its address, the reader's language and care mode, the day and the data version. The version is part
of the cache key, so nothing is ever invalidated: unused entries are evicted. Streams, answers that set cookies, and
answers within a session are never cached.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.web.as_of import BadMoment, read_time
from portal.web.data_version import state_at

#: First path segments of the officials' pages. All others are public.
PRIVATE = ("/admin/", "/accounts/")
API = "/api/"
#: Public pages that no cache keeps: those for errors need no database, the others are for one reader alone.
UNCACHED = ("/errors/", "/notices/", "/preview/")
CACHED_TYPES = ("text/html", "application/json")
MOST_BYTES = 500_000


def is_private(request: HttpRequest) -> bool:
    """Whether the path is for officials: it takes no `lang` and no `as_of`, and is never cached."""
    return request.path_info.startswith(PRIVATE)


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the JSON interface."""
    return request.path_info.startswith(API)


def is_uncached(request: HttpRequest) -> bool:
    """Whether the path is never served from the cache."""
    return request.path_info.startswith((*PRIVATE, *UNCACHED))


def page_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers from the cache if it can. It sits inside the ETag and compression middleware.

    It stores the data state in `request.public_state`, so that no later code queries it again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        key = cache_key(request)
        if key and (cached := caches["pages"].get(key)):
            content, headers = cached
            return HttpResponse(content, headers=headers)
        response = get_response(request)
        if key and request.method == "GET" and is_cacheable(response):
            caches["pages"].set(key, (response.content, dict(response.headers)))
        return response

    return middleware


def cache_key(request: HttpRequest) -> str:
    """The cache key of the answer; empty if the answer may not be cached."""
    if request.method not in {"GET", "HEAD"} or is_uncached(request):
        return ""
    if any(
        name.endswith(settings.SESSION_COOKIE_NAME) for name in request.COOKIES
    ):  # possibly prefixed with `__Host-`
        return ""
    try:
        return hashlib.sha256(repr(answer_follows_from(request)).encode()).hexdigest()
    except (BadMoment, SuspiciousOperation, OperationalError, InterfaceError):
        return ""  # the views report the error


def answer_follows_from(request: HttpRequest) -> tuple[str, ...]:
    """Everything that a public answer depends on."""
    as_of = request.GET.get("as_of")
    state = request.public_state = state_at(read_time(as_of)[0] if as_of else None)
    return (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        request.COOKIES.get(settings.CARE_COOKIE_NAME, ""),
        timezone.localdate(state.at).isoformat(),
        state.key,
    )


def is_cacheable(response: HttpResponse) -> bool:
    """Whether everyone gets the same answer, and it is small enough to cache."""
    return (
        response.status_code == 200  # noqa: PLR2004
        and not (response.streaming or response.cookies)
        and response.headers["Content-Type"].startswith(CACHED_TYPES)
        and "no-store" not in response.headers.get("Cache-Control", "")
        and len(response.content) <= MOST_BYTES
    )
