"""The cache in front of Django: a WSGI application that holds whole answers in the memory of a worker (decision 0022).

Only the page cache decides what may be cached (`portal.web.page_cache`). It leaves a note in the environment of the
request, and the front then keeps the bytes as they were sent, with their headers. As long as the watched version is the
one of the answer, the same address is answered from here, without Django and without a query; else the request goes on.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse, parse_cookie
from django.utils import timezone

from portal.web.page_cache import (
    HEADERS_OF_304,
    MOST_BYTES,
    NOTE,
    PRIVATE,
    UNCACHED,
    Note,
    accepts_gzip,
    known_tags,
)
from portal.web.watch import Watch

#: Bytes that a worker holds at most.
MOST_HELD = 48 * 2**20
#: Bytes that an entry costs besides its body.
OVERHEAD = 2_000
#: Addresses that are asked for again after a change: those asked for last.
MADE_ANEW = 20
#: What differs in each answer.
OWN_HEADERS = {"X-Request-ID"}

Environment = dict[str, object]
StartResponse = Callable[..., object]
Name = tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """An answer as it was sent."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    note: Note

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD

    def holds(self, version: str | None) -> bool:
        """Whether it is still the answer, if that is the version now."""
        until = self.note.holds_until
        return self.note.version == version and (until is None or timezone.now() < until)


class Front:
    """Answers what it holds, and passes on the rest."""

    def __init__(self, application: Callable, watch: Watch | None = None) -> None:
        self.application = application
        self.held: OrderedDict[Name, Held] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()
        self.watch = watch
        self.starting = threading.Lock()

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        name = name_of(environ)
        if name is None:
            return self.application(environ, start_response)
        version, held = self.version(), self.held.get(name)
        if held and held.holds(version):
            self.used(name)
            return answer(held, environ, start_response)
        return self.passed_on(name, environ, start_response)

    def version(self) -> str | None:
        """The watched version; the watch starts with the first question, in the process of the worker."""
        if self.watch is None:
            with self.starting:
                if self.watch is None:
                    watch = Watch()
                    threading.Thread(target=self.renew, args=[watch], name="renewal", daemon=True).start()
                    watch.start()
                    self.watch = watch
        return self.watch.version()

    def passed_on(self, name: Name, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application; kept as it goes out if the page cache says that it may be.

        It is asked for without the ETags that the client has, so that who only ever asks whether something is new does
        not have it made each time.
        """
        tags = environ.pop("HTTP_IF_NONE_MATCH", "")
        response, said = self.made(environ)
        may_be_kept = environ["REQUEST_METHOD"] == "GET" and NOTE in environ and said[0].startswith("200")
        if tags:
            environ["HTTP_IF_NONE_MATCH"] = tags
            if may_be_kept and not response.streaming:
                response.close()
                return answer(
                    self.keep(name, said[1], response.content, environ[NOTE]), environ, start_response
                )
            response.close()
            response, said = self.made(environ)
        start_response(*said)
        if not may_be_kept or not said[0].startswith("200"):
            return response
        return Kept(response, lambda body: self.keep(name, said[1], body, environ[NOTE]))

    def made(self, environ: Environment) -> tuple[HttpResponse, list]:
        """The response of the application, with what it says to `start_response`."""
        said: list = []
        environ.pop(NOTE, None)
        return self.application(environ, lambda *words: said.extend(words)), said

    def keep(self, name: Name, headers: list[tuple[str, str]], body: bytes, note: Note) -> Held:
        kept = [(key, value) for key, value in headers if key not in OWN_HEADERS and key != "Content-Length"]
        kept.append(("Content-Length", str(len(body))))
        held = Held(kept, body, dict(headers).get("ETag", ""), note)
        with self.lock:
            if former := self.held.pop(name, None):
                self.size -= former.size
            self.held[name] = held
            self.size += held.size
            while self.size > MOST_HELD:
                _oldest, former = self.held.popitem(last=False)
                self.size -= former.size
        return held

    def used(self, name: Name) -> None:
        """Moves the entry to the end of the queue: those not asked for longest go first."""
        with self.lock:
            if name in self.held:
                self.held.move_to_end(name)

    def renew(self, watch: Watch) -> None:
        """After each change: ask for what was asked for last, so that no reader waits for it."""
        while watch.changed.wait() and not watch.stopped.is_set():
            watch.changed.clear()
            self.make_anew()
        connection.close()

    def make_anew(self) -> None:
        with self.lock:
            names = list(self.held)[-MADE_ANEW:]
        for name in reversed(names):
            response = self.passed_on(name, environment(name), lambda *_said: None)
            with closing(response), suppress(Error):  # a reader who asks will be told
                for _chunk in response:
                    pass


class Kept:
    """The chunks of an answer, passed on and collected; `whole` gets all of them once the last one has left."""

    def __init__(self, chunks: Iterable[bytes], whole: Callable[[bytes], None]) -> None:
        self.chunks, self.whole = chunks, whole

    def __iter__(self) -> Iterator[bytes]:
        collected, size = [], 0
        for chunk in self.chunks:
            size += len(chunk)
            if size <= MOST_BYTES:
                collected.append(chunk)
            yield chunk
        if size <= MOST_BYTES:
            self.whole(b"".join(collected))

    def close(self) -> None:
        if hasattr(self.chunks, "close"):
            self.chunks.close()


def name_of(environ: Environment) -> Name | None:
    """What tells one answer from another; None if the request is for officials, within a session, or no reading."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or path.startswith((*PRIVATE, *UNCACHED)):
        return None
    language = care = ""
    if text := environ.get("HTTP_COOKIE"):
        if settings.SESSION_COOKIE_NAME in text:
            return None
        cookies = parse_cookie(text)
        language = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        care = cookies.get(settings.CARE_COOKIE_NAME, "")
    return (
        path,
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}",
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        language,
        care,
        "gzip" if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else "",
    )


def environment(name: Name) -> Environment:
    """The environment of a request with that name, for asking again."""
    path, query, host, scheme, forwarded, language, care, encoding = name
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, settings.CARE_COOKIE_NAME: care}
    environ = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "wsgi.url_scheme": scheme,
        "HTTP_X_FORWARDED_PROTO": forwarded,
        "HTTP_COOKIE": "; ".join(f"{key}={value}" for key, value in cookies.items() if value),
        "HTTP_ACCEPT_ENCODING": encoding,
    }
    environ = {key: value for key, value in environ.items() if value}
    setup_testing_defaults(environ)
    return environ


def answer(held: Held, environ: Environment, start_response: StartResponse) -> list[bytes]:
    """The answer, or 304 if the client has it already."""
    if environ.get("HTTP_IF_NONE_MATCH"):
        tags = known_tags(environ["HTTP_IF_NONE_MATCH"])
        if "*" in tags or held.etag in tags:
            start_response("304 Not Modified", [one for one in held.headers if one[0] in HEADERS_OF_304])
            return []
    start_response("200 OK", list(held.headers))
    return [held.body] if environ["REQUEST_METHOD"] == "GET" else []
