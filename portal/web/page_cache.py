"""Pages are kept until something public changes: making one takes ten times as long as asking for that.

A page follows from its address, the reader's language and care mode, the day, and the version of the data
(`Moment.data_version`). Each worker keeps its own pages, in memory. Nothing is kept that names the second (`as_of`),
of a visitor with a session, of the interface for programs, or that is not a page.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from portal.web.api.errors import is_api
from portal.web.etags import is_never_kept
from portal.web.middleware import is_private

MOST_BYTES = 500_000
Key = tuple[str | bool, ...]


class Store:
    """The newest pages of one version of the data, at most `settings.PAGES_KEPT`."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Key, tuple[bytes, dict[str, str]]] = OrderedDict()
        self.version = ""
        self.lock = threading.Lock()

    def get(self, version: str, key: Key) -> HttpResponse | None:
        with self.lock:
            kept = self.pages.get(key) if version == self.version else None
        return HttpResponse(kept[0], headers=kept[1]) if kept else None

    def put(self, version: str, key: Key, response: HttpResponse) -> None:
        with self.lock:
            if version != self.version:
                self.pages.clear()
                self.version = version
            self.pages[key] = response.content, dict(response.headers)
            while len(self.pages) > settings.PAGES_KEPT:
                self.pages.popitem(last=False)


store = Store()


class KeptPagesMiddleware:
    """Answers with a kept page where there is one. Stands behind what sets language, care mode and moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        version = version_for(request)
        if not version:
            return self.get_response(request)
        key = key_of(request)
        if kept := store.get(version, key):
            return kept
        response = self.get_response(request)
        if may_be_kept(response):
            store.put(version, key, response)
        return response


def version_for(request: HttpRequest) -> str:
    """The version of the data that a page would be kept under; empty where none may be kept, or none can be read."""
    if not settings.PAGES_KEPT or request.method != "GET" or is_private(request) or is_api(request):
        return ""
    if request.moment.is_past or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    try:
        return request.moment.data_version()
    except (OperationalError, InterfaceError):
        return ""


def key_of(request: HttpRequest) -> Key:
    day = request.moment.day.isoformat()
    return (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        request.LANGUAGE_CODE,
        request.care,
        day,
    )


def may_be_kept(response: HttpResponse) -> bool:
    is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")  # noqa: PLR2004
    is_anybodys = not (response.streaming or response.cookies or is_never_kept(response))
    return is_page and is_anybodys and len(response.content) <= MOST_BYTES
