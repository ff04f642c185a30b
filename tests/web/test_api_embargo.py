"""A release under embargo changes nothing that anybody can see, and is there when its hour comes."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import previews
from portal.publishing.actions.previews import link_token
from portal.statistics.models import CheckResult, Observation
from tests.world import commit, make_everything, make_figure, make_indicator, make_release, publish

NOUNS = [
    "releases",
    "indicators",
    "series",
    "observations",
    "checks",
    "commitments",
    "facilities",
    "areas",
    "units",
]
LISTS = [f"/api/v1/{noun}{end}" for noun in NOUNS for end in ("", ".csv")]
REFUSALS = [
    "/api/v1/observations?indicator=secret-rate",
    "/api/v1/observations?release=secret",
    "/api/v1/commitments?indicator=nothing",
    "/api/v1/facilities?release=nothing",
]
DETAILS = [
    "/api/v1/releases/secret",
    "/api/v1/releases/june",
    "/api/v1/indicators/secret-rate",
    "/api/v1/commitments/secret-promise",
    "/api/v1/facilities/secret-place",
    "/api/v1/",
]


@pytest.fixture(scope="module")
def secret(shared):
    """One release is public; another is written, with the area that it is about in the list of areas already."""
    publish(make_everything("june"), "2022-06-17")
    return shared(make_everything("secret"))


def seen(client: Client, paths: list[str]) -> dict[str, tuple]:
    """Status, name and body of each answer."""
    answers = {path: client.get(path) for path in paths}
    return {
        path: (answer.status_code, answer.headers.get("ETag"), b"".join(answer))
        for path, answer in answers.items()
    }


def test_approving_for_tomorrow_changes_no_answer(client, secret):
    numbers = [f"/api/v1/observations/{pk}" for pk in Observation.objects.values_list("pk", flat=True)]
    paths = [*LISTS, *REFUSALS, *DETAILS, *numbers]
    commit()
    before = seen(client, paths)

    publish(secret, timezone.now() + dt.timedelta(days=1))

    hidden = CheckResult.objects.get(release=secret)
    assert seen(client, paths) == before
    assert client.get(f"/api/v1/checks/{hidden.pk}").status_code == 404


@pytest.mark.slow("1 s: opens every answer twice")
def test_a_preview_given_and_opened_changes_no_answer(client, secret, editor):
    publish(secret, timezone.now() + dt.timedelta(days=1))
    secret.refresh_from_db()
    public = [
        "/",
        "/releases/",
        "/calendar/",
        "/search/?q=secret",
        "/sitemap.xml",
        "/releases/feed/",
        "/releases/secret/",
    ]
    paths = [*LISTS, *REFUSALS, *DETAILS, *public]
    before = seen(client, paths)

    link = previews.give(
        release=secret, by=editor, reader="Reader", purpose="Early", expires_at=secret.released_at
    )
    opened = client.post(f"/preview/{link_token(link)}/")
    read = client.get(opened.url)

    assert (read.status_code, b"secret-rate" in read.content) == (200, True)
    assert seen(client, paths) == before


def test_a_successor_under_embargo_does_not_show_in_what_it_will_supersede(client, db):
    indicator, june, correction = make_indicator(), make_release(), make_release()
    old = make_figure(june, indicator, 1)
    publish(june, "2022-06-17")
    paths = [
        f"/api/v1/observations/{old.pk}",
        f"/api/v1/series/{old.series_id}",
        "/api/v1/observations?versions=all",
    ]
    before = seen(client, paths)

    make_figure(correction, indicator, 2)
    publish(correction, timezone.now() + dt.timedelta(days=1))

    old.refresh_from_db()
    assert old.superseded_at > timezone.now()
    assert seen(client, paths) == before


def test_a_name_under_embargo_is_refused_like_one_that_never_was(client, secret):
    publish(secret, timezone.now() + dt.timedelta(days=1))

    hidden, never = (
        client.get(f"/api/v1/observations?indicator={code}").json()["error"]
        for code in ("secret-rate", "never-rate")
    )

    assert hidden["allowed"] == never["allowed"]
    assert hidden["message"].replace("secret", "never") == never["message"]


def test_the_release_is_there_at_its_hour_with_no_process_having_run(client, secret, monkeypatch):
    hour = timezone.now() + dt.timedelta(days=1)
    publish(secret, hour)
    before = seen(client, LISTS)

    monkeypatch.setattr(timezone, "now", lambda: hour)

    after = seen(client, LISTS)
    changed = [path for path in LISTS if after[path] != before[path]]
    assert changed == LISTS
    assert {client.get(path).status_code for path in DETAILS} == {200}
    assert client.get(REFUSALS[0]).status_code == 200
