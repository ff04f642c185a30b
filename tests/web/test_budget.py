"""Expensive requests at the same time: a few are carried out, others refused, and everything else is answered."""

import threading
from http import HTTPStatus

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from portal.web import budget as module
from portal.web.budget import AT_ONCE, budget, is_expensive

SESSION = "__Host-sessionid"


@pytest.fixture(autouse=True)
def unspent(no_budget, monkeypatch) -> None:
    monkeypatch.setattr(module, "free", threading.BoundedSemaphore(AT_ONCE))


@pytest.mark.parametrize(
    ("method", "address", "cookies", "expensive"),
    [
        ("get", "/search/?q=road", {}, True),
        ("get", "/api/v1/observations.csv", {}, True),
        ("get", "/api/v1/observations?format=xlsx", {}, True),
        ("get", "/api/v1/projects.oc4ids.json", {}, True),
        ("get", "/?as_of=2022-07-01", {}, True),
        ("post", "/notices/", {}, True),
        ("post", "/admin/portal/release/", {SESSION: "1"}, False),
        ("get", "/admin/x.csv", {}, False),
        ("get", "/", {}, False),
        ("get", "/healthz", {}, False),
        ("get", "/api/v1/observations", {}, False),
        ("get", "/api/v1/observations?as_of=2022-07-01", {}, False),
    ],
)
def test_what_may_hold_a_thread_is_expensive(method, address, cookies, expensive):
    request = getattr(RequestFactory(), method)(address)
    request.COOKIES.update(cookies)

    assert is_expensive(request) == expensive


def test_only_a_few_searches_run_at_a_time_and_pages_are_answered_meanwhile(db):
    going_on, enough = threading.Semaphore(0), threading.Event()

    def slow(request) -> HttpResponse:
        if request.path_info == "/search/":
            going_on.release()
            enough.wait(10)
        return HttpResponse("made")

    limited, statuses = budget(slow), []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(limited(RequestFactory().get("/search/")).status_code)
        )
        for _client in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    for _client in range(AT_ONCE):
        assert going_on.acquire(timeout=10)

    refused, page = limited(RequestFactory().get("/search/")), limited(RequestFactory().get("/"))
    enough.set()
    for thread in threads:
        thread.join()

    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("2", "no-store")
    assert "Busy just now" in refused.content.decode()
    assert page.content == b"made"
    assert statuses == [HTTPStatus.OK] * AT_ONCE
    assert limited(RequestFactory().get("/search/")).status_code == HTTPStatus.OK


def test_a_file_counts_until_its_last_byte_has_left_or_its_reader(db):
    limited = budget(lambda _request: StreamingHttpResponse(iter([b"a", b"b"])))
    files = [limited(RequestFactory().get("/api/v1/areas.csv")) for _reader in range(AT_ONCE)]

    refused = limited(RequestFactory().get("/api/v1/areas.csv"))
    files[0].close()
    files.pop(1)  # a reader who has left
    again = [limited(RequestFactory().get("/api/v1/areas.csv")) for _reader in range(3)]

    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert b'"busy"' in refused.content
    assert [one.status_code for one in again] == [200, 200, 503]


def test_a_view_that_fails_gives_its_place_back(db):
    def failing(_request) -> HttpResponse:
        raise ValueError("wrong")

    for _time in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="wrong"):
            budget(failing)(RequestFactory().get("/search/"))

    assert module.free._value == AT_ONCE


def test_an_answer_from_the_cache_has_no_limit(client, db, page_cache):
    client.get("/search/?q=road")
    held = [module.free.acquire(blocking=False) for _place in range(AT_ONCE)]
    try:
        answer, other = Client().get("/search/?q=road"), Client().get("/search/?q=other")
    finally:
        for _place in held:
            module.free.release()

    assert all(held)
    assert (answer.status_code, other.status_code) == (200, 503)
