"""The page cache, and the ETags and compression of public answers.

An answer depends on its address, the reader's language and care mode, the day and the data version. The version is
part of the cache key, so nothing is ever invalidated: unused entries are evicted. An answer that speaks of the clock
is kept until the instant that it declares (`Clock.holds_until`). Answers that set cookies, and those within a session,
are never cached.
"""

import datetime as dt
import fcntl
import hashlib
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from portal.web.as_of import BadMoment, read_time, state_at, version_of
from portal.web.memo import this_turn_reads

#: First path segments of the officials' pages. All others are public.
PRIVATE = ("/admin/", "/accounts/")
API = "/api/"
#: Public pages that no cache keeps: those for errors need no database, the others are for one reader alone.
UNCACHED = ("/errors/", "/notices/", "/preview/")
CACHED_TYPES = ("text/html", "text/csv", "application/json", "image/svg+xml", "image/png")
MOST_BYTES = 500_000
#: Seconds of the processor from which making an answer is expensive enough to share it with the other workers.
SHARED_FROM = 0.05
#: Seconds for which a request waits for another that makes the same answer, before it makes its own.
MOST_PATIENCE = 10
#: Where a request's environment says that its answer may be kept.
NOTE = "portal.note"
COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.oai.openapi",
    "image/svg+xml",
)
SMALLEST_COMPRESSED = 200
HEADERS_OF_304 = {
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Cache-Control",
    "Content-Language",
    "ETag",
    "Empty-Reason",
    "Vary",
}


def is_private(request: HttpRequest) -> bool:
    """Whether the path is for officials: it takes no `lang` and no `as_of`, and is never cached."""
    return request.path_info.startswith(PRIVATE)


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the JSON interface."""
    return request.path_info.startswith(API)


def is_uncached(request: HttpRequest) -> bool:
    """Whether the path is never served from the cache."""
    return request.path_info.startswith((*PRIVATE, *UNCACHED))


@dataclass(frozen=True)
class Note:
    """What an answer that may be kept depends on besides its address, and until when it holds at most."""

    version: str
    holds_until: dt.datetime | None


def page_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers from the cache if it can, with the bytes as they are sent: tagged and compressed once.

    All workers of a machine share the cache, and an answer is made by one of them: whoever asks meanwhile waits for it.
    What is cheap to make is not shared, since that would cost more than to make it again: only the worker's front holds
    it. The data state is left in `request.public_state`, so that no later code queries it again.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        today = (
            timezone.localdate()
        )  # before the state is read: an answer of the next day is then never one of this
        key = cache_key(request)
        if not key:
            return get_response(request)
        this_turn_reads(request.public_state.key)
        version = version_of(request.public_state, today)
        if (kept := read(key)) is None:
            with flight(key) as is_first:
                kept = None if is_first else read(key)
                if kept is None:
                    return made(request, key, version)
        content, headers, holds_until = kept
        request.META[NOTE] = Note(version, holds_until)
        return HttpResponse(content, headers=headers)

    def made(request: HttpRequest, key: str, version: str) -> HttpResponse:
        start = time.thread_time()  # by its own processor time: on a busy machine everything takes long
        response = get_response(request)
        if request.method == "GET" and may_be_kept(response):
            clock = getattr(request, "clock", None)
            holds_until = clock and clock.end
            request.META[NOTE] = Note(version, holds_until)
            if not response.streaming and time.thread_time() - start >= SHARED_FROM:
                caches["pages"].set(key, (response.content, dict(response.headers), holds_until))
        return response

    return middleware


def may_be_kept(response: HttpResponse) -> bool:
    """Whether the answer is the same for everybody who asks for its address, and small enough as far as is known."""
    return (
        response.status_code == 200  # noqa: PLR2004
        and not response.cookies
        and response.headers["Content-Type"].startswith(CACHED_TYPES)
        and "no-store" not in response.headers.get("Cache-Control", "")
        and (response.streaming or len(response.content) <= MOST_BYTES)
    )


def read(key: str) -> tuple | None:
    """The content, the headers and the end of what the cache holds under that key, unless it has ended."""
    kept = caches["pages"].get(key)
    return kept if kept and (kept[2] is None or timezone.now() < kept[2]) else None


@contextmanager
def flight(key: str) -> Iterator[bool]:
    """Whether the caller is the first to make the answer; everybody else waits here until it has been made.

    Locks of files, since they tie processes and are let go when one is killed. A lock is that of one key in 256.
    """
    settings.FLIGHTS.mkdir(parents=True, exist_ok=True)
    with (settings.FLIGHTS / key[:2]).open("w") as file:
        patience = time.monotonic() + MOST_PATIENCE
        is_first = True
        while not (is_free := locked(file)) and time.monotonic() < patience:
            is_first = False
            time.sleep(0.005)
        if is_free and not is_first:
            fcntl.flock(file, fcntl.LOCK_UN)
        yield is_first and is_free


def locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def cache_key(request: HttpRequest) -> str:
    """The cache key: a hash of everything that a public answer depends on. Empty if the answer may not be cached."""
    if request.method not in {"GET", "HEAD"} or is_uncached(request):
        return ""
    # The name may be prefixed with `__Host-`.
    if any(name.endswith(settings.SESSION_COOKIE_NAME) for name in request.COOKIES):
        return ""
    try:
        as_of = request.GET.get("as_of")
        state = request.public_state = state_at(read_time(as_of)[0] if as_of else None)
        answer_follows_from = (
            request.scheme,
            request.get_host(),
            request.get_full_path(),
            request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
            request.COOKIES.get(settings.CARE_COOKIE_NAME, ""),
            accepts_gzip(request.headers.get("Accept-Encoding", "")),
            timezone.localdate(state.at).isoformat(),
            state.key,
        )
    except (BadMoment, SuspiciousOperation, OperationalError, InterfaceError):
        return ""  # the views report the error
    return hashlib.sha256(repr(answer_follows_from).encode()).hexdigest()


def conditional(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that replies 304 if the client has the public answer already, kept or just made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not is_tagged(request, response) or response.status_code != 200:  # noqa: PLR2004
            return response
        known = known_tags(request.headers.get("If-None-Match", ""))
        if "*" in known or response.headers.get("ETag") in known:
            empty(response)  # rather than replaced, so that open resources are closed with it
            response.status_code = 304
            for name in set(response.headers) - HEADERS_OF_304:
                del response.headers[name]
        elif request.method == "HEAD" and response.streaming:
            empty(response)
        return response

    return middleware


def known_tags(header: str) -> set[str]:
    """The ETags of an If-None-Match header; proxies may have weakened them on the way."""
    return {tag.removeprefix("W/") for tag in parse_etags(header)}


def is_tagged(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is public and may be kept by whoever gets it."""
    is_read = request.method in {"GET", "HEAD"} and not is_private(request)
    return is_read and "no-store" not in response.headers.get("Cache-Control", "")


def encoding(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that adds an ETag to public answers and compresses them.

    A strong ETag identifies the bytes sent, so each encoding has its own and compression must be deterministic:
    Django's GZipMiddleware adds random bytes against BREACH and can only give weak ones. Nothing secret is compressed:
    no officials' page, no answer within a session, none that sets a cookie.

    A streaming view sets its own `ETag`, computed from its inputs; the stream is read only if it is sent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not is_tagged(request, response):
            return response
        if response.status_code != 200:  # noqa: PLR2004
            if response.status_code >= 400:  # noqa: PLR2004
                # A page not found under embargo exists from the second the embargo ends.
                response.headers.setdefault("Cache-Control", "no-cache")
            return response
        own_cookies = set(response.cookies) - {settings.LANGUAGE_COOKIE_NAME, settings.CARE_COOKIE_NAME}
        is_personal = bool(own_cookies) or settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", f"{'private' if is_personal else 'public'}, no-cache")
        if not (response.streaming or response.has_header("ETag")):
            response.headers["ETag"] = etag(response.headers["Content-Type"].encode(), response.content)
        if not is_personal:
            compress(request, response)
        return response

    return middleware


def etag(*parts: bytes) -> str:
    """A strong ETag for content determined by the parts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part) + part)
    return f'"{digest.hexdigest()[:32]}"'


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress the answer if worthwhile and accepted by the client; its ETag then ends in -gzip."""
    if not response.headers["Content-Type"].startswith(COMPRESSED_TYPES) or response.has_header(
        "Content-Encoding"
    ):
        return
    if not response.streaming and len(response.content) < SMALLEST_COMPRESSED:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if not accepts_gzip(request.headers.get("Accept-Encoding", "")):
        return
    if response.streaming:
        response.streaming_content = gzipped(response.streaming_content)
    else:
        response.content = b"".join(gzipped([response.content]))
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    if response.has_header("ETag"):
        response.headers["ETag"] = response.headers["ETag"][:-1] + '-gzip"'


def accepts_gzip(accepted: str) -> bool:
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


def empty(response: HttpResponse) -> None:
    """Remove the body and keep the headers; a stream is never started."""
    if response.streaming:
        response.streaming_content = ()
    else:
        response.content = b""
