"""Ids of feeds and their entries: each feed has its own, whatever address a reader came by; what changes says so."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import releases
from portal.staff.models import User
from tests.projects.world import make_undertakings
from tests.replays import replayed
from tests.world import (
    make_commitment,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://portal.example.gov.cn"
SECTORS = ("projects", "safety", "health", "welfare", "culture", "education")
FEEDS = (
    "/releases/feed/",
    "/releases/corrections/feed/",
    "/calendar/feed/",
    "/commitments/feed/",
    *(f"/{sector}/feed/" for sector in SECTORS),
    "/indicators/seen-rate/feed/",
    "/areas/seen-street/feed/",
    "/areas/built-street/feed/",
    "/projects/built-project/feed/",
    "/projects/programmes/built-programme/feed/",
    "/projects/categories/streets/feed/",
)


def parsed(answer: HttpResponse) -> ET.Element:
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 - our own feed


def feed(address: str) -> ET.Element:
    return parsed(Client().get(address))


def ids(found: ET.Element) -> list[str]:
    return [found.findtext(f"{ATOM}id"), *(one.findtext(f"{ATOM}id") for one in found.iter(f"{ATOM}entry"))]


def entries(address: str) -> dict[str, tuple[str, str, str]]:
    """By id: title, summary, and when it last changed."""
    return {
        entry.findtext(f"{ATOM}id"): tuple(
            entry.findtext(f"{ATOM}{part}") for part in ("title", "summary", "updated")
        )
        for entry in feed(address).iter(f"{ATOM}entry")
    }


@pytest.fixture(scope="module")
def published(shared):
    built = publish(make_undertakings("built"), "2022-06-16")
    return shared((publish(make_everything("seen"), "2022-06-17"), built))


@pytest.fixture
def site(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["testserver", "localhost"]


@pytest.mark.usefixtures("published", "site")
def test_ids_are_the_same_whatever_the_host_and_scheme_of_the_request():
    plain, other_host, other_scheme = (ids(parsed(answer)) for answer in replayed("14-feed-ids"))

    assert plain == other_host == other_scheme
    assert plain == [f"{SITE}/releases/feed/", f"{SITE}/releases/seen/", f"{SITE}/releases/built/"]


@pytest.mark.usefixtures("published", "site")
def test_no_two_feeds_share_an_id():
    languages = ("", "?lang=en")

    found = [
        feed(f"{address}{language}").findtext(f"{ATOM}id") for address in FEEDS for language in languages
    ]

    assert found == [f"{SITE}{address}{language}" for address in FEEDS for language in languages]


@pytest.mark.usefixtures("published", "site")
def test_feed_of_a_past_moment_has_the_id_of_the_feed():
    assert feed("/releases/feed/?as_of=2022-07-01").findtext(f"{ATOM}id") == f"{SITE}/releases/feed/"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", FEEDS)
def test_feed_says_what_may_be_done_with_it(address):
    assert "name" in feed(f"{address}?lang=en").findtext(f"{ATOM}rights")


def withdraw(release, by: User) -> str:
    """Withdraw it; the instant as feeds tell it."""
    done = releases.withdraw(release=release, by=by, reason_zh="误发", reason_en="Sent by mistake")
    return timezone.localtime(done.withdrawn_at).isoformat()


def is_said(entry: str) -> bool:
    """Whether a release said it; what fell due without a report is computed."""
    return "#silent-" not in entry and "#due-" not in entry


def test_withdrawal_changes_the_entry_of_the_release_in_every_feed(published, reviewer):
    before = {name: entries(f"{name}?lang=en") for name in FEEDS}
    instants = {withdraw(release, reviewer) for release in published}

    after = {name: entries(f"{name}?lang=en") for name in FEEDS}

    said = {name for name in FEEDS if any(is_said(one) for one in before[name])}
    assert said >= {
        "/releases/feed/",
        "/projects/feed/",
        "/areas/seen-street/feed/",
        "/projects/built-project/feed/",
    }
    for name in said:
        for one in filter(is_said, before[name]):
            title, summary, updated = after[name][one]
            assert (title, summary) == (f"Withdrawn: {before[name][one][0]}", "<p>Sent by mistake</p>")
            assert updated in instants


def test_withdrawn_report_on_a_commitment_stays_in_the_feed_and_says_so(reviewer):
    promised, reported = make_release(), make_release()
    commitment = make_commitment(promised, "library", due=dt.date(2030, 1, 1))
    publish(promised, "2022-06-01")
    make_update(reported, commitment, "kept")
    publish(reported, "2022-12-23")

    instant = withdraw(reported, reviewer)

    found = entries("/commitments/feed/?lang=en").items()
    [(title, _summary, updated)] = [entry for one, entry in found if "/library/" in one]
    assert (title, updated) == ("Withdrawn: Commitment library: kept", instant)


def test_superseded_figure_says_so_and_changes_with_its_successor():
    cases, first, second = make_indicator("cases"), make_release(), make_release()
    make_figure(first, cases, 72)
    publish(first, "2022-06-01")
    make_figure(second, cases, 73)
    publish(second, "2022-12-23")

    found = list(entries("/indicators/cases/feed/?lang=en").values())

    assert {updated[:10] for _title, _summary, updated in found} == {"2022-12-23"}
    assert ["Superseded by a later release." in summary for _title, summary, _updated in found].count(
        True
    ) == 1


def test_old_release_that_is_withdrawn_comes_back_into_a_full_feed(monkeypatch, reviewer):
    old, new = publish(make_release("old"), "2022-06-01"), publish(make_release("new"), "2022-12-23")
    monkeypatch.setattr("portal.publishing.feeds.NEWEST", 1)
    monkeypatch.setattr("portal.web.feeds.NEWEST", 1)
    assert [title for title, *_ in entries("/releases/feed/?lang=en").values()] == [new.title_en]

    withdraw(old, reviewer)

    assert [title for title, *_ in entries("/releases/feed/?lang=en").values()] == ["Withdrawn: Release old"]


def test_correction_says_so_once_in_its_title_and_in_feeds(reviewer):
    release = make_release("june")
    figure = make_figure(release, make_indicator("cases"), 72)
    publish(release, "2022-06-01")
    editor = make_user("correcting", "construction", "editor")
    titles = []
    for value in (73, 74):
        reasons = {"reason_zh": "误", "reason_en": "A misprint"}
        release.refresh_from_db()
        release = releases.start_correction(release=release, by=editor, records=[figure], **reasons)
        figure = release.observations.get()
        type(figure).objects.filter(pk=figure.pk).update(value=value, as_printed=str(value))
        publish(release)
        titles.append((release.slug, release.title_zh, release.title_en))

    shown = [title for title, *_ in entries("/releases/corrections/feed/").values()]
    assert titles == [
        (f"june-correction-{number}", "更正：发布june", "Correction: Release june") for number in (1, 2)
    ]
    assert shown == ["更正：发布june"] * 2
