"""The page cache: public pages and JSON answers, cached until public data changes.

An answer depends on its address, the reader's language and care mode, the day and the data version. The version is part
of the cache key, so nothing is ever invalidated: unused entries are evicted. Streams, answers that set cookies, and
answers within a session are never cached.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from portal.web.as_of import BadMoment, read_time, state_at

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


COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.oai.openapi",
    "image/svg+xml",
)
SMALLEST_COMPRESSED = 200
KEPT_IN_304 = {
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Cache-Control",
    "Content-Language",
    "ETag",
    "Vary",
}


class EncodingMiddleware:
    """Adds an ETag to public answers, replies 304 if the client has that version, and compresses the others.

    A streaming view sets its own `ETag`, computed from its inputs; the stream is read only if it is sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_private(request) or request.method not in {"GET", "HEAD"} or is_never_kept(response):
            return response
        if response.status_code != 200:  # noqa: PLR2004
            return never_stale(response)
        secret = holds_secret(request, response)
        response.headers.setdefault("Cache-Control", "private, no-cache" if secret else "public, no-cache")
        if not (response.streaming or response.has_header("ETag")):
            response.headers["ETag"] = etag(response.headers["Content-Type"].encode(), response.content)
        if not secret:
            compress(request, response)
        if has_already(request, response):
            return not_modified(response)
        return empty(response) if request.method == "HEAD" and response.streaming else response


def is_never_kept(response: HttpResponse) -> bool:
    """Whether the answer is marked no-store: no ETag and no compression."""
    return "no-store" in response.headers.get("Cache-Control", "")


def never_stale(response: HttpResponse) -> HttpResponse:
    """Let no proxy cache an error: a page not found under embargo exists from the second the embargo ends."""
    if response.status_code >= 400:  # noqa: PLR2004
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


def etag(*parts: bytes) -> str:
    """A strong ETag for content determined by the parts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return f'"{digest.hexdigest()[:32]}"'


def holds_secret(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer may hold something that is the visitor's alone, such as the token of a form."""
    own_cookies = set(response.cookies) - {settings.LANGUAGE_COOKIE_NAME, settings.CARE_COOKIE_NAME}
    return bool(own_cookies) or settings.SESSION_COOKIE_NAME in request.COOKIES


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress the answer if worthwhile and accepted by the client; its ETag then ends in -gzip."""
    if not response.headers["Content-Type"].startswith(COMPRESSED) or response.has_header("Content-Encoding"):
        return
    if not response.streaming and len(response.content) < SMALLEST_COMPRESSED:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return
    if response.streaming:
        response.streaming_content = gzipped(response.streaming_content)
    else:
        response.content = b"".join(gzipped([response.content]))
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    if response.has_header("ETag"):
        response.headers["ETag"] = response.headers["ETag"][:-1] + '-gzip"'


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header accepts gzip; `gzip;q=0` refuses it."""
    for part in accepted.lower().split(","):
        coding, _, quality = part.partition(";")
        if coding.strip() == "gzip":
            return quality.replace(" ", "").rstrip("0") not in {"q=", "q=0."}
    return False


def gzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Deterministic gzip: no time, name or random padding."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()


def has_already(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether If-None-Match matches the answer; proxies may have weakened the ETag on the way."""
    held = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    return "*" in held or response.headers.get("ETag") in held


def not_modified(response: HttpResponse) -> HttpResponse:
    """The answer as a 304. It is emptied rather than replaced, so that open resources are closed with it."""
    empty(response)
    response.status_code = 304
    for name in set(response.headers) - KEPT_IN_304:
        del response.headers[name]
    return response


def empty(response: HttpResponse) -> HttpResponse:
    """The same headers without a body; a stream is never started."""
    if response.streaming:
        response.streaming_content = ()
    else:
        response.content = b""
    return response
