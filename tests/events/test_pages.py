"""`/events/`, the week, the month, the page of an event, and their JSON."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.events.models import PublicEvent
from tests.events.world import make_event, release_events
from tests.pages import faults_of, queries_of
from tests.world import make_commitment, make_facility, make_release, publish

WEEKLY = {
    "first_day": dt.date(2026, 9, 7),
    "rule": "FREQ=WEEKLY;BYDAY=MO,FR",
    "repeats_until": dt.date(2026, 9, 30),
    "except_days": ["2026-09-14"],
    "start_time": "19:00",
    "end_time": "21:00",
}
MAY = {"precision": "within", "first_day": dt.date(2026, 5, 1), "last_day": dt.date(2026, 5, 31)}
UNDATED = {"precision": "none", "first_day": None, "last_day": None}


@pytest.fixture
def clock(monkeypatch):
    def set_to(text: str) -> None:
        now = timezone.make_aware(dt.datetime.fromisoformat(text))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_to


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_list_has_coming_events_first_then_undated_then_past_ones(client, db, clock):
    later = {"first_day": dt.date(2026, 9, 20)}
    release_events("june", "2026-06-01", past=MAY, gala={}, weekly=WEEKLY, fair=later, talk=UNDATED)
    clock("2026-09-06T12:00")

    page = client.get("/events/").context["page"]
    data = client.get("/api/v1/events").json()["results"]

    assert [one.code for one in page] == ["weekly", "fair", "talk", "gala", "past"]
    assert {one["code"] for one in data} == {one.code for one in page}
    assert faults_of(text_of(client, "/events/")) == []


def test_home_tells_of_coming_events_whose_day_is_published(client, db, clock):
    release_events("june", "2026-06-01", past=MAY, weekly=WEEKLY, talk=UNDATED)
    clock("2026-09-06T12:00")

    home = text_of(client, "/")

    assert [f'href="/events/{code}/' in home for code in ("weekly", "talk", "past")] == [True, False, False]
    assert faults_of(home) == []


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("kind=visit", ["past"]),
        ("status=held", ["past"]),
        ("charge=free", ["gala"]),
        ("facility=hall", ["gala"]),
        ("from=2026-09-10", ["weekly"]),
        ("to=2026-05-31", ["past"]),
        ("sector=culture&q=活动gala", ["gala"]),
        ("area=district&from=2026-09-05&to=2026-09-05", ["gala"]),
    ],
)
def test_page_json_and_calendar_filter_alike(client, db, query, codes):
    hall = make_facility("hall")
    past = MAY | {"kind": "visit", "status": "held"}
    release_events("june", "2026-06-01", past=past, gala={"charge": "free", "facility": hall}, weekly=WEEKLY)

    page = [one.code for one in client.get(f"/events/?{query}").context["page"]]
    data = [one["code"] for one in client.get(f"/api/v1/events?{query}").json()["results"]]
    file = re.findall(r"UID:event-([\w-]+)@", text_of(client, f"/events.ics?{query}"))

    assert page == data == codes
    assert file == [code for code in codes if code != "past"]


def test_event_of_a_month_shows_no_day(client, db):
    release_events("june", "2026-06-01", visits=MAY | {"when_printed_zh": "5月", "when_printed_en": "May"})

    text = text_of(client, "/events/visits/")
    answer = client.get("/api/v1/events/visits").json()

    assert "2026年5月，具体日期未公布" in text
    assert "startDate" not in text
    assert (answer["precision"], answer["first_day"], answer["last_day"]) == (
        "within",
        "2026-05-01",
        "2026-05-31",
    )
    assert "计划的日期已过，此后没有发布说明是否举办" in text


def test_later_release_supersedes_and_the_page_tells_both(client, db, clock):
    release_events("june", "2026-06-01", gala={})
    release_events("august", "2026-08-01", gala=UNDATED | {"status": "postponed"})
    clock("2026-08-02T12:00")

    text = text_of(client, "/events/gala/")
    answer = client.get("/api/v1/events/gala").json()
    before = client.get("/api/v1/events/gala?as_of=2026-07-01").json()

    assert "已延期，新的日期未公布" in text
    assert text.index("计划举办：2026年9月5日") < text.index("已延期：未公布日期")
    assert (answer["status"], answer["first_day"], len(answer["versions"])) == ("postponed", None, 2)
    assert (before["status"], before["first_day"], len(before["versions"])) == ("planned", "2026-09-05", 1)
    assert [one["status"] for one in client.get("/api/v1/events?versions=all").json()["results"]] == [
        "planned",
        "postponed",
    ]


def test_event_under_embargo_is_nowhere(client, db):
    release = make_release("ahead")
    make_event(release, "secret")
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    for address in (
        "/events/",
        "/events/month/?month=2026-09",
        "/events.ics",
        "/api/v1/events",
        "/search/?q=secret",
    ):
        assert "活动secret" not in text_of(client, address)
    for address in ("/events/secret/", "/api/v1/events/secret"):
        assert client.get(address).status_code == 404


def test_hidden_facility_is_not_named(client, db):
    hidden = make_facility("hidden", is_public=False)
    release_events("june", "2026-06-01", gala={"facility": hidden})

    for address in ("/events/gala/", "/events/", "/events.ics", "/events/month/?month=2026-09"):
        assert "场所hidden" not in text_of(client, address)
    assert client.get("/api/v1/events/gala").json()["facility"] is None


def test_week_shows_each_time_on_its_day(client, db, clock):
    release_events(
        "june",
        "2026-06-01",
        weekly=WEEKLY,
        gala={},
        month={**MAY, "first_day": dt.date(2026, 9, 1), "last_day": dt.date(2026, 9, 30)},
    )
    clock("2026-09-16T12:00")

    agenda = client.get("/events/week/").context["agenda"]
    before = client.get("/events/week/?day=2026-09-07").context["agenda"]

    assert [(str(day), [one.event.code for one in times]) for day, times in agenda.days] == [
        ("2026-09-18", ["weekly"])
    ]
    assert [event.code for event in agenda.undated] == ["month"]
    assert [str(day) for day, _times in before.days] == ["2026-09-07", "2026-09-11"]
    assert faults_of(text_of(client, "/events/week/")) == []


def test_month_leads_to_its_days(client, db):
    release_events("june", "2026-06-01", weekly=WEEKLY, gala={})

    page = client.get("/events/month/?month=2026-09")
    text = page.content.decode()

    days = ["2026-09-05", "2026-09-07", "2026-09-11", "2026-09-18", "2026-09-21", "2026-09-25", "2026-09-28"]
    assert [str(day) for day, _times in page.context["agenda"].days] == days
    assert re.findall(r'href="#day-([\d-]+)"', text) == days
    assert faults_of(text) == []


def test_home_sector_and_area_lead_to_events(client, db, clock):
    release_events("june", "2026-06-01", past=MAY, gala={}, talk=UNDATED)
    clock("2026-09-04T12:00")

    shown = [
        re.findall(r'id="event-([\w-]+)"', text_of(client, one))
        for one in ("/", "/culture/", "/areas/district/")
    ]

    assert shown == [["gala"], ["gala", "talk", "past"], ["gala", "talk", "past"]]
    assert 'href="/events/?sector=culture"' in text_of(client, "/culture/")


@pytest.mark.usefixtures("page_cache")
def test_this_week_is_never_served_stale(client, db, clock):
    release_events("june", "2026-06-01", weekly=WEEKLY)
    seen = []

    for time in ("2026-09-13T23:59:59", "2026-09-14T00:00", "2026-09-20T23:59:59", "2026-09-21T00:00"):
        clock(time)
        seen.append([str(day) for day in re.findall(r'id="day-([\d-]+)"', text_of(client, "/events/week/"))])

    assert seen == [
        ["2026-09-07", "2026-09-11"],
        ["2026-09-18"],
        ["2026-09-18"],
        ["2026-09-21", "2026-09-25"],
    ]


@pytest.mark.parametrize(
    "address", ["/events/week/?day=yesterday", "/events/month/?month=2026-13", "/events/?kind=ball"]
)
def test_bad_parameter_is_told(client, db, address):
    assert client.get(address).status_code == 400


def test_commitment_and_event_lead_to_each_other(client, db):
    release = make_release("june")
    commitment = make_commitment(release, "promise")
    make_event(release, "gala", commitment=commitment)
    publish(release, at="2026-06-01")

    assert 'href="/events/gala/"' in text_of(client, "/commitments/promise/")
    assert 'href="/commitments/promise/"' in text_of(client, "/events/gala/")
    assert client.get("/api/v1/events/gala").json()["commitment"] == "promise"


def test_lists_take_as_many_queries_for_one_as_for_three(client, db):
    counts = []
    for number in range(3):
        release_events(
            f"june-{number}", "2026-06-01", **{f"gala{number}": {"facility": make_facility(f"hall-{number}")}}
        )
        counts.append(
            [queries_of(client, one) for one in ("/events/", "/events/month/?month=2026-09", "/events.ics")]
        )

    assert counts[0] == counts[1] == counts[2]
    assert PublicEvent.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"first_day": None, "last_day": None}, "event_days_by_precision"),
        ({"precision": "none"}, "event_days_by_precision"),
        ({"last_day": dt.date(2026, 9, 4)}, "event_days_by_precision"),
        ({"start_time": "7 pm"}, "event_time_needs_day"),
        ({"end_time": "21:00"}, "event_time_needs_day"),
        ({**MAY, "start_time": "19:00"}, "event_time_needs_day"),
        ({"rule": "FREQ=DAILY"}, "event_repetition_ends"),
        ({"rule": "FREQ=DAILY", "repeats_until": dt.date(2036, 1, 1)}, "event_repetition_ends"),
        ({"repeats_until": dt.date(2026, 9, 9)}, "event_repetition_ends"),
        ({"except_days": ["2026-09-09"]}, "event_repetition_ends"),
    ],
)
def test_database_refuses(db, fields, constraint):
    release = make_release()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_event(release, **fields)
