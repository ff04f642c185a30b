"""`/calendar/`, its data and feeds: what was announced, how that changed, and nothing else of what is to come."""

import datetime as dt

import icalendar
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import announcements, releases
from portal.publishing.models import Announcement, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.staff.models import User
from portal.web.as_of import Moment
from tests.pages import faults_of, queries_of
from tests.publishing.announcing import HOUR, WHY, announce, tomorrow
from tests.world import commit, make_everything, make_release, make_user, publish

pytestmark = pytest.mark.django_db

ADDRESSES = ("/calendar/", "/calendar/feed/", "/calendar.ics", "/api/v1/calendar", "/api/v1/calendar.csv")


@pytest.fixture
def release(editor) -> Release:
    return make_release("secret-address", by=editor)


def rows(client: Client, **query) -> list[dict]:
    return client.get("/api/v1/calendar", {"lang": "en", **query}).json()["results"]


def later(monkeypatch, time: dt.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: time)


def approved(release: Release, editor: User, reviewer: User, **given) -> Release:
    releases.submit(release=release, by=editor)
    return releases.approve(release=release, by=reviewer, **given)


def test_calendar_says_kindly_that_nothing_is_announced(client):
    text = client.get("/calendar/?lang=en").content.decode()

    assert "No release is announced at the moment" in text
    assert faults_of(text) == []


def test_calendar_shows_title_and_time_and_nothing_else_of_a_release(client, release, editor):
    announce(release, editor, confirmed=False)

    text = client.get("/calendar/?lang=en").content.decode()
    [row] = rows(client)

    assert "Release secret-address" in text
    assert "provisional" in text
    assert faults_of(text) == []
    assert {
        "title": "Release secret-address",
        "scheduled_for": tomorrow().isoformat(),
        "confirmed": False,
        "state": "upcoming",
        "reason": "",
        "released_at": None,
        "release": None,
    }.items() <= row.items()
    for address in ADDRESSES:
        answer = b"".join(client.get(address))
        assert b"construction" not in answer
        assert b"/releases/secret-address" not in answer


def test_announcing_changes_the_data_version_and_the_cached_page(client, release, editor, page_cache):
    commit()
    before, version = client.get("/calendar/").content, Moment.read(None).state.version

    announce(release, editor)
    commit()

    assert Moment.read(None).state.version != version
    assert client.get("/calendar/").content != before


def test_calendar_as_of_shows_what_was_announced_then(client, release, editor, reviewer):
    first = announce(release, editor, confirmed=False)
    moved = announce(release, reviewer, hours=1, reason=WHY)

    [then], [now] = rows(client, as_of=first.announced_at.isoformat()), rows(client)

    assert then["scheduled_for"] == tomorrow().isoformat()
    assert [word["reason"] for word in now["announcements"]] == ["", WHY[1]]
    assert now["announced_at"] == timezone.localtime(moved.announced_at).isoformat()
    assert rows(client, as_of=(first.announced_at - HOUR).isoformat()) == []


def test_a_release_that_does_not_come_is_delayed_by_the_clock_alone(client, release, editor, monkeypatch):
    announce(release, editor)
    commit()
    early, version = client.get("/calendar/"), Moment.read(None).state.version

    later(monkeypatch, tomorrow())

    late = client.get("/calendar/?lang=en")
    assert [row["state"] for row in rows(client)] == ["delayed"]
    assert "a new one has not been announced yet" in late.content.decode()
    assert Moment.read(None).state.version != version
    assert client.get("/calendar/").headers["ETag"] != early.headers["ETag"]


def test_what_is_cited_counts_announcements(release, editor, monkeypatch):
    commit()
    announced, hour = announce(release, editor), tomorrow()
    commit()
    before = Moment.read(None).unchanged_since

    later(monkeypatch, hour + dt.timedelta(days=5))

    cited = [timezone.localtime(instant).isoformat() for instant in (announced.announced_at, hour)]
    assert [before, Moment.read(None).unchanged_since] == cited


def test_a_release_that_came_is_linked(client, release, editor, reviewer, monkeypatch):
    announce(release, editor)
    approved(release, editor, reviewer, at=tomorrow())
    before = [row["state"] for row in rows(client)]

    later(monkeypatch, tomorrow())

    [row] = rows(client)
    assert before == ["upcoming"]
    assert (row["state"], row["release"]) == ("released", "secret-address")
    assert 'href="/releases/secret-address/"' in client.get("/calendar/").content.decode()


def test_a_confirmed_time_is_moved_with_a_reason_in_both_languages_only(release, editor, reviewer):
    announce(release, editor)

    for reason in (("", ""), ("只有中文", "")):
        with pytest.raises(Invalid):
            announce(release, reviewer, hours=1, reason=reason)
    with pytest.raises(Invalid):
        announce(release, reviewer, confirmed=False)
    moved = announce(release, reviewer, hours=1, reason=WHY)

    assert (moved.scheduled_for, moved.reason_en) == (tomorrow(1), WHY[1])


def test_the_database_holds_a_confirmed_time_too(release, editor):
    announce(release, editor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.create(
            release=release,
            title_zh="一",
            title_en="One",
            scheduled_for=tomorrow(1),
            confirmed=True,
            announced_at=timezone.now(),
            announced_by=editor,
        )


def test_only_a_reviewer_or_head_moves_a_confirmed_time(release, editor, administrator):
    announce(release, editor)
    head = make_user("head", "construction", "head")

    for somebody in (editor, administrator):
        with pytest.raises(NotAllowed):
            announce(release, somebody, hours=1, reason=WHY)
        with pytest.raises(NotAllowed):
            announcements.call_off(release=release, by=somebody, reason=WHY)

    assert announce(release, head, hours=1, reason=WHY).scheduled_for == tomorrow(1)


def test_only_the_publishing_department_announces(release, outsider):
    for somebody in (outsider, make_user("other-reviewer", "health", "reviewer")):
        with pytest.raises(NotAllowed):
            announce(release, somebody)


def test_announcing_makes_no_editor_of_a_reviewer(release, editor, reviewer):
    announce(release, reviewer)

    assert approved(release, editor, reviewer, at=tomorrow()).released_at == tomorrow()


def test_a_past_time_or_one_besides_the_approval_is_refused(release, editor, reviewer):
    with pytest.raises(Invalid):
        announcements.announce(
            release=release, by=editor, scheduled_for=timezone.now() - HOUR, confirmed=False
        )
    approved(release, editor, reviewer, at=tomorrow())

    with pytest.raises(WrongState):
        announce(release, editor, hours=1)
    assert announce(release, editor).scheduled_for == tomorrow()
    with pytest.raises(WrongState):
        announcements.call_off(release=release, by=reviewer, reason=WHY)


def test_what_is_called_off_stays_with_the_reason(client, release, editor, reviewer):
    announce(release, editor)

    announcements.call_off(release=release, by=reviewer, reason=WHY)

    [row] = rows(client)
    assert (row["state"], row["scheduled_for"], row["reason"]) == ("called_off", None, WHY[1])
    assert len(row["announcements"]) == 2
    assert announce(release, editor, hours=3).scheduled_for == tomorrow(3)


def test_an_announced_draft_is_not_thrown_away(release, editor):
    announce(release, editor)

    with pytest.raises(Invalid):
        releases.delete_draft(release=release, by=editor)


def test_approving_for_a_time_announces_it_if_that_is_wanted(release, editor, reviewer):
    approved(release, editor, reviewer, at=tomorrow(), announce=True)

    [word] = release.announcements.all()
    assert (word.scheduled_for, word.confirmed, word.announced_by) == (tomorrow(), True, reviewer)


@pytest.mark.parametrize("wanted", [True, False])
def test_approving_for_another_time_than_the_confirmed_one_needs_the_reason(
    release, editor, reviewer, wanted
):
    announce(release, editor)

    with pytest.raises(Invalid):
        approved(release, editor, reviewer, at=tomorrow(1), announce=wanted)
    release.refresh_from_db()
    assert (release.state, release.announcements.count()) == ("submitted", 1)
    releases.approve(release=release, by=reviewer, at=tomorrow(1), announce=wanted, change=WHY)

    standing = announcements.current(release)
    assert (standing.scheduled_for, standing.reason_zh, standing.confirmed) == (tomorrow(1), WHY[0], True)


def test_approving_now_instead_of_the_confirmed_time_needs_the_reason(client, release, editor, reviewer):
    announce(release, editor)

    with pytest.raises(Invalid):
        approved(release, editor, reviewer)
    releases.approve(release=release, by=reviewer, change=WHY)

    [row] = rows(client)
    assert (row["state"], row["reason"], row["scheduled_for"]) == ("released", WHY[1], row["released_at"])


def test_cancelling_an_approval_leaves_the_announcement(client, release, editor, reviewer, monkeypatch):
    approved(release, editor, reviewer, at=tomorrow(), announce=True)

    releases.cancel_approval(release=release, by=reviewer)

    assert [row["state"] for row in rows(client)] == ["upcoming"]
    later(monkeypatch, tomorrow())
    assert [row["state"] for row in rows(client)] == ["delayed"]


def test_entries_stand_late_ones_first_then_by_time(client, editor, reviewer, monkeypatch):
    made = {name: make_release(name) for name in ("late", "second", "first", "off", "came")}
    announce(made["late"], editor, hours=1)
    announce(made["off"], editor, hours=2, confirmed=False)
    announcements.call_off(release=made["off"], by=editor, reason=WHY)
    announce(made["second"], editor, hours=30)
    announce(made["first"], editor, hours=20)
    publish(made["came"], tomorrow(2))
    announce(made["came"], editor, hours=2)

    later(monkeypatch, tomorrow(5))

    assert [row["title"] for row in rows(client)] == [
        f"Release {name}" for name in ("late", "first", "second", "off", "came")
    ]
    page = client.get("/calendar/?state=upcoming")
    assert [entry.title_en for entry in page.context["entries"]] == ["Release first", "Release second"]
    assert client.get("/calendar/?state=soon").status_code == 400


def test_pages_of_the_list_hold_every_entry_once(client, editor):
    for number in range(5):
        announce(make_release(f"entry-{number}"), editor, hours=number)
    answer = client.get("/api/v1/calendar?limit=2").json()
    found = [*answer["results"]]

    while answer["next"]:
        answer = client.get(answer["next"]).json()
        found += answer["results"]

    assert found == client.get("/api/v1/calendar").json()["results"]
    assert len(found) == 5


def test_calendar_takes_as_many_queries_for_three_as_for_one(client, editor):
    announce(make_release("one"), editor)
    before = [queries_of(client, address) for address in ADDRESSES]

    for name in ("two", "three"):
        announce(make_release(name), editor)

    assert [queries_of(client, address) for address in ADDRESSES] == before


def test_the_file_for_calendar_programs_is_one_of_rfc_5545(client, editor, reviewer):
    release = make_release("long", title_zh="题目，很长；" * 20, title_en="A title; with, commas " * 9)
    announce(release, editor)
    first = client.get("/calendar.ics").content.decode()
    announce(release, reviewer, hours=1, reason=("两行\n原因", "Two lines\nof reason"))

    answer = client.get("/calendar.ics?lang=en")

    lines = answer.content.decode().split("\r\n")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert max(len(line.encode()) for line in lines) <= 75
    whole = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert f"DTSTART:{tomorrow(1).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in whole
    assert "SUMMARY:" + ("A title\\; with\\, commas " * 9).strip() in [line.strip() for line in whole]
    assert "DESCRIPTION:Two lines\\nof reason" in whole
    assert {"STATUS:CONFIRMED", "SEQUENCE:1", "VERSION:2.0"} <= set(whole)
    uid = next(line for line in whole if line.startswith("UID:"))
    assert uid in first.replace("\r\n ", "").split("\r\n")


def test_the_file_is_read_back_as_it_was_announced(client, editor):
    """No character is torn apart by a fold, and none that has a meaning in the file is taken for it."""
    title = "民生" * 60 + "，a;b,c\\d"
    announce(make_release("long", title_zh=title), editor)

    first, second = client.get("/calendar.ics").content, client.get("/calendar.ics").content

    calendar = icalendar.Calendar.from_ical(first)
    [event] = calendar.walk("VEVENT")
    assert event["SUMMARY"] == title
    assert event.decoded("DTSTART") == tomorrow()
    assert first == second


def test_the_feed_tells_every_change(client, release, editor, reviewer):
    announce(release, editor)
    announce(release, reviewer, hours=1, reason=WHY)

    text = client.get("/calendar/feed/?lang=en").content.decode()

    assert text.count("<entry>") == 2
    assert "moved to another time" in text
    assert WHY[1] in text


def test_other_answers_stay_the_same_but_for_the_data_version(client, editor):
    make_everything("hidden")
    announce(Release.objects.get(slug="hidden"), editor)

    answers = [
        client.get(address).content.decode()
        for address in ("/releases/", "/search/?q=hidden", "/sitemap.xml")
    ]

    assert [text for text in answers if "/releases/hidden" in text or "发布hidden" in text] == []
