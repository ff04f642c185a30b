"""The page cache: public pages and JSON answers, kept until something public changes.

An answer follows from its address, the reader's language and care mode, the day and the data version. The version is
part of the cache key, so nothing is ever invalidated: what is not asked for any more is culled. Streams, answers with
cookies of their own, and what is sent to somebody with a session never enter the cache.
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

#: First parts of the addresses at which officials work. All others are public.
PRIVATE = ("/admin/", "/accounts/")
API = "/api/"
#: Public pages that no cache keeps: those for errors need no database, the others are for one reader alone.
UNCACHED = ("/errors/", "/notices/", "/preview/")
CACHED_TYPES = ("text/html", "application/json")
MOST_BYTES = 500_000


def is_private(request: HttpRequest) -> bool:
    """Whether the address is for officials: it knows no `lang` and no `as_of`, and no cache keeps it."""
    return request.path_info.startswith(PRIVATE)


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the JSON interface."""
    return request.path_info.startswith(API)


def is_uncached(request: HttpRequest) -> bool:
    """Whether no answer at the address may come from the cache, whoever asks."""
    return request.path_info.startswith((*PRIVATE, *UNCACHED))


def page_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware that answers from the cache where it can. It stands inside whatever compresses and answers 304.

    It leaves the state of the data on `request.public_state`, so that nobody behind it has to ask again.
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
    """The key of the answer; empty if it may not come from the cache."""
    if request.method not in {"GET", "HEAD"} or is_uncached(request):
        return ""
    if any(
        name.endswith(settings.SESSION_COOKIE_NAME) for name in request.COOKIES
    ):  # `__Host-` may stand before it
        return ""
    try:
        return hashlib.sha256(repr(answer_follows_from(request)).encode()).hexdigest()
    except (BadMoment, SuspiciousOperation, OperationalError, InterfaceError):
        return ""  # those behind say so to the reader


def answer_follows_from(request: HttpRequest) -> tuple[str, ...]:
    """Everything on which a public answer depends."""
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
    """Whether everybody who asks may have the same answer, and it is small enough to be kept."""
    return (
        response.status_code == 200  # noqa: PLR2004
        and not (response.streaming or response.cookies)
        and response.headers["Content-Type"].startswith(CACHED_TYPES)
        and "no-store" not in response.headers.get("Cache-Control", "")
        and len(response.content) <= MOST_BYTES
    )
