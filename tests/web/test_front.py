"""The cache in front of Django, and the watch that tells it of public changes: several workers, real connections."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone

from portal.publishing.actions import releases
from portal.web.as_of import state_at
from portal.web.data_version import PublicChange
from portal.web.front import Front, environment, name_of
from portal.web.watch import TRUSTED, Watch
from portal.wsgi import application
from tests.world import AsPrinted, make_facility, make_figure, make_indicator, make_release, make_user

HALL, FIGURES = "/api/v1/facilities/hall", "/api/v1/observations"


class Counted:
    """The application behind a front, and how often it was asked."""

    def __init__(self) -> None:
        self.handler: WSGIHandler = application.application
        self.asked = 0

    def __call__(self, environ: dict, start_response) -> object:
        self.asked += 1
        return self.handler(environ, start_response)


@pytest.fixture
def fronts(transactional_db, page_cache) -> Iterator[list[Front]]:
    """Those of two workers, each watching by a connection of its own."""
    fronts = [Front(Counted()) for _worker in range(2)]
    for front in fronts:
        ask(front, "/api/v1/facilities")
        wait_until(lambda front=front: front.watch.version())
    yield fronts
    for front in fronts:
        front.watch.stop()


def wait_until(what, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def ask(front: Front, address: str, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
    """Status, headers and body of an answer."""
    path, _mark, query = address.partition("?")
    environ = environment((path, query, "127.0.0.1", "http", "", "", "", ""))
    said = []
    chunks = front({**environ, "REQUEST_METHOD": method, **headers}, lambda *words: said.extend(words))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return int(said[0][:3]), dict(said[1]), body


def make_hall(phone: str = "12345"):
    return make_facility("hall", phone=phone)


def test_answer_held_costs_no_query_and_is_the_same(fronts):
    make_hall()
    wait_for_version(fronts)
    front = fronts[0]
    first = ask(front, HALL)
    asked = front.application.asked

    second, head = ask(front, HALL), ask(front, HALL, "HEAD")
    held = ask(front, HALL, HTTP_IF_NONE_MATCH=f"W/{first[1]['ETag']}")

    assert front.application.asked == asked
    assert {**first[1], "X-Request-ID": ""} == {**second[1], "X-Request-ID": ""}
    assert second[2] == first[2]
    assert (head[0], head[2], head[1]["ETag"]) == (HTTPStatus.OK, b"", first[1]["ETag"])
    assert (held[0], held[2]) == (HTTPStatus.NOT_MODIFIED, b"")
    assert held[1]["Access-Control-Allow-Origin"] == "*"


def test_who_only_asks_whether_something_is_new_has_it_made_once(fronts):
    make_hall()
    wait_for_version(fronts)
    tag = ask(fronts[0], HALL)[1]["ETag"]
    other = fronts[1]

    first = ask(other, HALL, HTTP_IF_NONE_MATCH=tag)
    asked = other.application.asked
    second, whole = ask(other, HALL, HTTP_IF_NONE_MATCH=tag), ask(other, HALL)

    assert (first[0], second[0], whole[0]) == (
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.OK,
    )
    assert (first[2], whole[1]["ETag"]) == (b"", tag)
    assert other.application.asked == asked


@pytest.mark.parametrize("address", ["/api/v1/facilities.xlsx", "/nowhere/"])
def test_what_is_not_held_is_answered_as_the_application_does(fronts, address):
    front = fronts[0]
    status, headers, body = ask(front, address)

    again = ask(front, address, HTTP_IF_NONE_MATCH=headers.get("ETag", '"none"'))

    assert again[0] == (HTTPStatus.NOT_MODIFIED if status == HTTPStatus.OK else status)
    assert bool(body)


def wait_for_version(fronts: list[Front]) -> None:
    wait_until(lambda: all(front.watch.known.state.latest == state_at().latest for front in fronts))


@pytest.mark.parametrize(
    ("method", "address", "headers"),
    [
        ("POST", HALL, {}),
        ("GET", "/admin/", {}),
        ("GET", HALL, {"HTTP_COOKIE": "portal_language=en; sessionid=1"}),
        ("GET", HALL, {"HTTP_COOKIE": "__Host-sessionid=1"}),
        ("GET", "/notices/", {}),
    ],
)
def test_nothing_private_has_a_name(method, address, headers):
    environ = environment((address, "", "127.0.0.1", "http", "", "", "", ""))

    assert name_of({**environ, "REQUEST_METHOD": method, **headers}) is None


def test_every_change_reaches_every_worker_within_a_second(fronts):
    hall, late = make_hall("0"), []
    for number in range(1, 40):
        hall.phone = f"57{number:05}"
        hall.save()
        saved = time.monotonic()
        for front in fronts:
            wait_until(lambda front=front: hall.phone.encode() in ask(front, HALL)[2])
        late.append(time.monotonic() - saved)

    assert max(late) < 1.0
    assert sorted(late)[len(late) // 2] < 0.4


def test_lost_notification_is_noticed_within_a_second(fronts):
    hall = make_hall("0")
    wait_for_version(fronts)
    ask(fronts[0], HALL)
    switch_notifications("DISABLE")
    try:
        hall.phone = "5798008"
        hall.save()
        saved = time.monotonic()
        wait_until(lambda: b"5798008" in ask(fronts[0], HALL)[2])
    finally:
        switch_notifications("ENABLE")

    assert time.monotonic() - saved < 1.0


def switch_notifications(how: str) -> None:
    [name] = [one.get_pgid(PublicChange) for one in PublicChange._meta.triggers if one.name == "notify"]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE portal_publicchange {how} TRIGGER {name}")


def test_embargo_ends_at_its_instant_in_every_worker(fronts):
    editor = make_user("editor", "construction", "editor")
    reviewer = make_user("judge", "construction", "reviewer")
    wrong, answers = [], 0

    for number in range(3):
        release = make_release(f"release-{number}", by=editor)
        make_figure(release, make_indicator(f"cases-{number}"), 4711 + number)
        releases.submit(release=release, by=editor)
        ends = timezone.now() + dt.timedelta(seconds=TRUSTED + 0.3)  # any worker knows of it by then
        releases.approve(release=release, by=reviewer, reasons=AsPrinted(), at=ends)
        seen: list[tuple] = []
        code = release.observations.get().series.indicator.code.encode()

        def read(front: Front, ends=ends, code=code, seen=seen) -> None:
            time.sleep(max((ends - timezone.now()).total_seconds() - 0.15, 0))
            try:
                while timezone.now() < ends + dt.timedelta(seconds=0.15):
                    before = timezone.now()
                    shown = code in ask(front, FIGURES)[2]
                    seen.append((before, timezone.now(), shown))
            finally:
                connection.close()

        threads = [threading.Thread(target=read, args=[front]) for front in fronts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answers += len(seen)
        wrong += [one for one in seen if (one[2] and one[1] < ends) or (not one[2] and one[0] >= ends)]

    assert wrong == []
    assert answers > 1000


def test_state_that_cannot_be_confirmed_no_longer_counts(transactional_db, monkeypatch):
    watch = Watch()
    watch.start()
    wait_until(watch.version)

    monkeypatch.setattr("portal.web.watch.state_at", lambda: time.sleep(TRUSTED + 0.5) or state_at())

    wait_until(lambda: watch.version() is None)
    monkeypatch.undo()
    wait_until(watch.version)
    watch.stop()


def test_database_connection_that_is_lost_is_opened_again(transactional_db):
    watch = Watch()
    watch.start()
    wait_until(watch.version)

    with connection.cursor() as cursor:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")

    wait_until(lambda: watch.version() is None)
    wait_until(watch.version)
    watch.stop()


def test_what_was_asked_for_last_is_made_anew_after_a_change(fronts):
    hall = make_hall("0")
    wait_for_version(fronts)
    ask(fronts[0], HALL)

    hall.phone = "5798009"
    hall.save()
    wait_for_version(fronts)
    wait_until(lambda: any(b"5798009" in held.body for held in fronts[0].held.values()))

    assert [b"5798009" in held.body for name, held in fronts[0].held.items() if name[0] == HALL] == [True]


def test_memory_of_a_worker_is_bounded(fronts, monkeypatch):
    monkeypatch.setattr("portal.web.front.MOST_HELD", 20_000)
    wait_for_version(fronts)

    for number in range(1, 40):
        ask(fronts[0], f"{FIGURES}?limit={number}")

    assert 0 < fronts[0].size <= 20_000
    assert fronts[0].size == sum(held.size for held in fronts[0].held.values())


def test_answer_held_costs_a_fraction_of_one_made(fronts):
    make_hall()
    wait_for_version(fronts)
    ask(fronts[0], HALL)
    start = time.process_time()
    for number in range(1, 11):
        ask(fronts[0], f"/api/v1/facilities?limit={number}")
    made = time.process_time() - start

    start = time.process_time()
    for _time in range(1000):
        ask(fronts[0], HALL)
    held = time.process_time() - start

    assert (made / 10) / (held / 1000) > 20
