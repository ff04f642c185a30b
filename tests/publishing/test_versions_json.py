"""Corrections and withdrawals in JSON and CSV: as honest as the page, and nothing of them before their time."""

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.statistics.models import Observation
from tests.pages import queries_of
from tests.projects.world import make_project, make_report
from tests.world import make_figure, make_indicator, make_release, make_user, publish

pytestmark = pytest.mark.django_db

ALL = "/api/v1/observations?indicator=cases&versions=all&lang=en"


def answer(address: str) -> dict:
    given = Client().get(address)
    assert given.status_code == 200
    return given.json()


def correct(release: Release, value: int, reason: str) -> Release:
    """Correct the first figure of the release."""
    editor = make_user(f"correcting-{value}", "construction", "editor")
    release.refresh_from_db()
    figure = release.observations.order_by("pk").first()
    reasons = {"reason_zh": "误", "reason_en": reason}
    correction = releases.start_correction(release=release, by=editor, records=[figure], **reasons)
    correction.observations.update(value=value, as_printed=str(value))
    publish(correction)
    return Release.objects.get(pk=correction.pk)


@pytest.fixture(scope="module")
def june(shared) -> Release:
    release = make_release("june")
    make_figure(release, make_indicator("cases"), 72)
    return shared(publish(release, "2022-06-01"))


def test_corrected_figure_names_the_version_before_and_after(june):
    second = correct(june, 73, "A misprint")
    correct(second, 74, "Another misprint")

    rows = answer(ALL)["results"]

    first, middle, last = sorted(rows, key=lambda row: row["value"])
    assert [(row["supersedes"], row["superseded_by"]) for row in (first, middle, last)] == [
        (None, middle["id"]),
        (first["id"], last["id"]),
        (middle["id"], None),
    ]
    assert [row["correction_reason"] for row in (first, middle, last)] == [
        "",
        "A misprint",
        "Another misprint",
    ]
    assert [row["version_state"] for row in (first, middle, last)] == ["superseded", "superseded", "in_force"]
    assert answer(f"/api/v1/observations/{middle['id']}?lang=en")["superseded_by"] == last["id"]


def test_past_moment_knows_nothing_of_a_later_version(june):
    correct(june, 73, "A misprint")

    [row] = answer(f"{ALL}&as_of=2022-07-01")["results"]

    found = {name: row[name] for name in ("superseded_by", "superseded_at", "version_state", "withdrawn_at")}
    assert found == {
        "superseded_by": None,
        "superseded_at": None,
        "version_state": "in_force",
        "withdrawn_at": None,
    }


def test_withdrawn_figure_says_so_with_its_reason(june, reviewer):
    withdrawn = releases.withdraw(release=june, by=reviewer, reason_zh="误发", reason_en="Sent by mistake")
    withdrawn.refresh_from_db()

    [row] = answer(ALL)["results"]
    indicator = answer("/api/v1/indicators/cases?lang=en")

    assert (row["version_state"], row["withdrawal_reason"]) == ("withdrawn", "Sent by mistake")
    assert row["withdrawn_at"] == row["superseded_at"] is not None
    assert row["superseded_by"] is None
    assert (indicator["latest"], indicator["is_withdrawn"]) == (None, True)
    [before] = answer(f"{ALL}&as_of=2022-07-01")["results"]
    assert (before["version_state"], before["withdrawal_reason"]) == ("in_force", "")


def test_file_says_the_same_as_the_json(june, reviewer):
    correction = correct(june, 73, "A misprint")
    releases.withdraw(release=correction, by=reviewer, reason_zh="误发", reason_en="Sent by mistake")
    names = ("id", "supersedes", "superseded_by", "version_state", "correction_reason", "withdrawal_reason")

    file = b"".join(Client().get(ALL.replace("observations", "observations.csv")).streaming_content)
    told = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))

    rows = answer(ALL)["results"]
    assert [[row[name] for name in names] for row in told] == [
        ["" if row[name] is None else str(row[name]) for name in names] for row in rows
    ]
    assert [row["version_state"] for row in rows] == ["superseded", "withdrawn"]


def test_release_and_list_name_all_corrections_and_withdrawals(june, reviewer):
    first = correct(june, 73, "A misprint")
    second = correct(first, 74, "Another misprint")
    releases.withdraw(release=second, by=reviewer, reason_zh="误发", reason_en="Sent by mistake")

    rows = {row["slug"]: row for row in answer("/api/v1/releases?lang=en")["results"]}
    detail = answer("/api/v1/releases/june?lang=en")

    assert {slug: row["corrected_by"] for slug, row in rows.items()} == {
        "june": [first.slug],
        first.slug: [second.slug],
        second.slug: [],
    }
    assert {slug: row["state"] for slug, row in rows.items()} == {
        "june": "in_force",
        first.slug: "in_force",
        second.slug: "withdrawn",
    }
    assert [(row["slug"], row["corrects"]) for row in detail["corrections"]] == [
        (first.slug, "june"),
        (second.slug, first.slug),
    ]
    assert [row["withdrawn_at"] is None for row in detail["corrections"]] == [True, False]
    assert answer("/api/v1/releases/june?as_of=2022-07-01")["corrected_by"] == []


def test_page_of_the_original_lists_corrections_of_its_corrections(june):
    second = correct(correct(june, 73, "A misprint"), 74, "Another misprint")

    page = Client().get("/releases/june/?lang=en").content.decode()

    assert f"/releases/{second.slug}/" in page
    assert "Another misprint" in page


def test_correction_under_embargo_is_named_nowhere(june):
    editor = make_user("correcting", "construction", "editor")
    figure = june.observations.get()
    june.refresh_from_db()
    reasons = {"reason_zh": "误", "reason_en": "A misprint"}
    correction = releases.start_correction(release=june, by=editor, records=[figure], **reasons)
    correction.observations.update(value=73, as_printed="73")
    before = [Client().get(address).json() for address in (ALL, "/api/v1/releases/june", "/api/v1/releases")]

    publish(correction, timezone.now() + dt.timedelta(days=1))

    assert [
        Client().get(address).json() for address in (ALL, "/api/v1/releases/june", "/api/v1/releases")
    ] == before
    assert Observation.objects.get(release=june).superseded_at is not None


def test_lists_take_as_many_queries_for_more_versions(client, june):
    lists = (ALL, "/api/v1/releases")
    before = [queries_of(client, address) for address in lists]

    correct(correct(june, 73, "A misprint"), 74, "Another misprint")

    assert [queries_of(client, address) for address in lists] == before


FEEDS = [
    "/releases/feed/",
    "/releases/corrections/feed/",
    "/indicators/cases/feed/",
    "/areas/district/feed/",
    "/projects/feed/",
]


def entries(feed: str, **when: str) -> str:
    """The titles and texts of a feed, without markup."""
    found = Client().get(feed, {"lang": "en", **when})
    assert found.status_code == 200
    return re.sub(r"<[^>]*>", " ", html.unescape(found.content.decode()))


def test_correction_says_of_each_row_what_was_and_what_is_now(june):
    figure = june.observations.get()
    correction = correct(june, 73, "A misprint")
    new = correction.observations.get()
    with translation.override("en"):
        subject = str(new)

    (row,) = answer(f"/api/v1/releases/{correction.slug}?lang=en")["changes"]
    (of_original,) = answer("/api/v1/releases/june?lang=en")["corrections"]
    (listed,) = answer("/api/v1/changes?lang=en")["results"]

    assert row == {
        "text": f"{subject}: 72 persons → 73 persons",
        "record": "observations",
        "id": new.pk,
        "supersedes": figure.pk,
        "subject": subject,
        "before": "72 persons",
        "after": "73 persons",
    }
    assert of_original["changes"] == listed["changes"] == [row]
    assert answer("/api/v1/releases/june")["changes"] == []
    page = Client().get(f"/releases/{correction.slug}/?lang=en").content.decode()
    assert "<del>72 persons</del> → <ins>73 persons</ins>" in page


def test_correction_of_progress_says_what_was_and_what_is_now(db):
    release = make_release("site")
    project = make_project("drains")
    report = make_report(release, project, "implementation", percent=40)
    publish(release, "2022-06-01")
    reasons = {"reason_zh": "误", "reason_en": "Misread"}
    editor = make_user("site-editor", "construction", "editor")
    release.refresh_from_db()
    correction = releases.start_correction(release=release, by=editor, records=[report], **reasons)
    correction.progressreports.update(percent=45, as_printed="45%")
    publish(correction)

    (row,) = answer(f"/api/v1/releases/{correction.slug}?lang=en")["changes"]

    assert (row["record"], row["supersedes"]) == ("progress", report.pk)
    assert ("40%" in row["before"], "45%" in row["after"]) == (True, True)
    assert re.search("40% → .*45%", entries("/projects/drains/feed/"))


@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_says_what_was_and_what_is_now(june, feed):
    correct(june, 73, "A misprint")

    assert "72 persons → 73 persons" in entries(feed)
    assert "72 persons → 73 persons" not in entries(feed, as_of="2022-07-01")


def test_withdrawn_correction_repeats_no_row(june):
    correction = correct(june, 73, "A misprint")
    correction.refresh_from_db()
    reviewer = make_user("withdrawing", "construction", "reviewer")
    releases.withdraw(release=correction, by=reviewer, reason_zh="误", reason_en="Wrong after all")

    (row,) = answer("/api/v1/changes")["results"]

    assert (row["state"], row["changes"]) == ("withdrawn", [])
    assert answer(f"/api/v1/releases/{correction.slug}")["changes"] == []


def test_lists_of_changes_ask_as_many_queries_for_three_as_for_one(june):
    counts = []
    for value in (73, 74, 75):
        correct(june if value == 73 else Release.objects.order_by("-pk")[0], value, "Again")
        addresses = ("/api/v1/changes", "/releases/corrections/feed/")
        counts.append([queries_of(Client(), address) for address in addresses])

    assert counts[0] == counts[2]
