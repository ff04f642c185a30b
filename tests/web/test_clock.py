"""Answers that speak of the clock: they say until when they hold, and no cache keeps them longer."""

import datetime as dt

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from portal.web.as_of import Clock, Moment
from portal.web.page_cache import page_cache

NOON = dt.datetime(2026, 9, 29, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def test_clock_holds_until_the_earliest_instant_named():
    clock = Clock(NOON)

    for minutes in (5, 2, 9):
        clock.holds_until(NOON + minutes * MINUTE)

    assert clock.end == NOON + 2 * MINUTE


@pytest.mark.parametrize(("as_of", "has_clock"), [("", True), ("2022-07-01", False), ("today", False)])
def test_only_the_present_has_a_clock(client, db, as_of, has_clock):
    day = timezone.localdate().isoformat() if as_of == "today" else as_of

    moment = client.get("/", {"as_of": day} if day else {}).wsgi_request.moment

    assert (moment.clock is not None) == has_clock
    assert isinstance(moment.at, dt.datetime)


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize(("minutes", "made"), [(0, 1), (4, 1), (5, 2), (9, 2)])
def test_cache_keeps_an_answer_until_it_says(db, monkeypatch, minutes, made):
    answers = []

    def view(request: HttpRequest) -> HttpResponse:
        request.clock = Clock(timezone.now())
        moment = Moment(timezone.now(), clock=request.clock)
        moment.clock.holds_until(NOON + 5 * MINUTE)
        answers.append(moment)
        return HttpResponse("open", content_type="text/html")

    cached = page_cache(view)
    for now in (NOON, NOON + minutes * MINUTE):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        cached(RequestFactory().get("/facilities/"))

    assert len(answers) == made
