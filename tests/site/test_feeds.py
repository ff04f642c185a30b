"""Atom feeds: of sectors, indicators, commitments, corrections. That of releases is tested with the releases."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import releases
from tests.pages import queries_of
from tests.world import (
    kept,
    make_commitment,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/releases/feed/",
    "/releases/corrections/feed/",
    "/commitments/feed/",
    "/safety/feed/",
    "/indicators/arrests/feed/",
)


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """June commitments and counts, December reports; a correction, a withdrawal, and something for tomorrow."""
    with kept(django_db_blocker):
        arrests = make_indicator("arrests", sector="safety", department="construction")
        june, december, wrong = make_release("june"), make_release("december"), make_release("wrong")
        make_section(june, "2", sector_id="safety", summary_en="What the police did.")
        make_figure(june, arrests, 72, period_end=dt.date(2022, 5, 31), note_en="To May.")
        kept_one, silent = (
            make_commitment(june, code, due=dt.date(2022, 6, 30)) for code in ("kept", "silent")
        )
        publish(june, "2022-06-01")
        make_figure(december, arrests, 314)
        make_update(december, kept_one, "kept_late")
        publish(december, "2022-12-23")
        publish(wrong, "2022-12-24")
        reviewer = make_user("withdrawing", "construction", "reviewer")
        releases.withdraw(release=wrong, by=reviewer, reason_zh="错了", reason_en="All of it was wrong.")
        correction = make_release(
            "mended", kind="correction", corrects=december, reason_zh="误", reason_en="A misprint."
        )
        publish(correction)
        publish(make_everything("tomorrow"), timezone.now() + dt.timedelta(days=1))
        yield silent


def entries(address: str) -> list[tuple[str, str, str]]:
    """Title, day and path of each entry."""
    feed = ET.fromstring(Client().get(address).content)  # noqa: S314 - our own feed
    return [
        (
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}updated")[:10],
            entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver"),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_feed_of_a_sector_holds_the_releases_that_speak_of_it(published):
    found = entries("/safety/feed/?lang=en")

    assert found == [
        ("Release december", "2022-12-23", "/releases/december/?lang=en"),
        ("Release june", "2022-06-01", "/releases/june/?lang=en"),
    ]
    assert "What the police did." in Client().get("/safety/feed/?lang=en").content.decode()
    assert entries("/culture/feed/") == []


def test_feed_of_an_indicator_holds_its_figures(published):
    titles = [(title, day) for title, day, _path in entries("/indicators/arrests/feed/?lang=en")]

    assert titles == [
        ("1 January to 23 December 2022 · actual: 314 persons", "2022-12-23"),
        ("January–May 2022 · actual: 72 persons", "2022-06-01"),
    ]


def test_feed_of_commitments_holds_reports_and_silence(published):
    found = entries("/commitments/feed/?lang=en")

    assert [(title, day) for title, day, _path in found] == [
        ("Commitment kept: kept late", "2022-12-23"),
        ("Commitment silent: passed over", "2022-12-23"),
    ]
    assert found[1][2] == "/commitments/silent/?lang=en#silent-2022-06-30"


def test_feed_of_commitments_as_of_a_day_knows_no_later_report(published):
    found = entries("/commitments/feed/?as_of=2022-08-01&lang=en")

    assert {(title, day) for title, day, _path in found} == {
        ("Commitment kept: not yet heard", "2022-07-01"),
        ("Commitment silent: not yet heard", "2022-07-01"),
    }
    assert {path.split("#")[1] for _title, _day, path in found} == {"due-2022-06-30"}


def test_feed_of_corrections_holds_them_and_withdrawals_with_their_reasons(published):
    found = entries("/releases/corrections/feed/?lang=en")
    text = Client().get("/releases/corrections/feed/?lang=en").content.decode()

    assert [title for title, _day, _path in found] == [
        "Correction: Release mended",
        "Withdrawn: Release wrong",
    ]
    assert ("A misprint." in text, "All of it was wrong." in text) == (True, True)


@pytest.mark.parametrize("address", FEEDS)
def test_feed_is_the_same_bytes_each_time_and_then_not_sent_again(published, address):
    first, second = (Client().get(address) for _ in range(2))
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first.content == second.content
    assert again.status_code == 304


def test_feed_in_which_nothing_stands_is_the_same_bytes_each_time(published):
    first, second = (Client().get("/culture/feed/").content for _ in range(2))

    assert first == second
    assert b"<updated>1970-01-01" in first


@pytest.mark.parametrize("address", FEEDS)
def test_feed_shows_nothing_under_embargo(published, address):
    assert "tomorrow" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    "address", ["/nowhere/feed/", "/indicators/tomorrow-rate/feed/", "/indicators/none/feed/"]
)
def test_feed_of_what_is_not_public_is_not_found(published, address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_feed_has_no_two_entries_of_one_address(published, address):
    paths = [path for _title, _day, path in entries(address)]

    assert len(paths) == len(set(paths))


@pytest.mark.slow("1.0 s: counts the queries of several large pages")
def test_feed_takes_as_many_queries_for_more_entries(client, published):
    before = {address: queries_of(client, address) for address in FEEDS}
    more = make_release("more")
    make_section(more, "2", sector_id="safety")
    make_figure(more, make_indicator("more", sector="safety"), 1)
    make_update(more, published, "kept")
    publish(more, "2023-01-01")

    assert {address: queries_of(client, address) for address in FEEDS} == before
