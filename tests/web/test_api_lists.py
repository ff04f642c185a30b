"""Every list of the interface against the QuerySet word that its page uses too."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models import Release
from portal.staff.models import Department, Sector
from portal.statistics.models import CheckResult, Dimension, Indicator, Observation, Series, Unit
from tests.world import kept, make_everything, make_figure, make_indicator, make_release, moment, publish

pytestmark = pytest.mark.django_db

#: Noun → the member that names a row, the word for what is public, and the field of the member.
LISTS = {
    "releases": ("slug", Release.objects.released, "slug"),
    "indicators": ("code", Indicator.objects.released, "code"),
    "series": ("id", Series.objects.released, "id"),
    "observations": ("id", Observation.objects.known_at, "id"),
    "checks": ("id", CheckResult.objects.known_at, "id"),
    "commitments": ("code", Commitment.objects.known_at, "code"),
    "facilities": ("code", Facility.objects.public, "code"),
    "glossary": ("code", GlossaryTerm.objects.public, "code"),
    "areas": ("code", lambda _at: Area.objects.all(), "code"),
    "departments": ("code", lambda _at: Department.objects.all(), "code"),
    "sectors": ("code", lambda _at: Sector.objects.all(), "code"),
    "units": ("code", lambda _at: Unit.objects.all(), "code"),
    "dimensions": ("code", lambda _at: Dimension.objects.all(), "code"),
}
RELEASED = ["releases", "indicators", "series", "observations", "checks", "commitments", "facilities"]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("june"), "2022-06-17")
        publish(make_everything("december"), "2022-12-23")
        publish(make_everything("tomorrow"), timezone.now() + dt.timedelta(days=1))
        dimensioned = make_release("autumn")
        make_figure(
            dimensioned,
            make_indicator("crime", sector="safety", dimensions={"type": ["fraud"]}),
            3,
            dimensions={"type": "fraud"},
        )
        publish(dimensioned, "2022-09-01")
        yield


@pytest.fixture
def api(district) -> Client:
    return Client()


def names(answer, noun: str) -> list:
    return [row[LISTS[noun][0]] for row in answer.json()["results"]]


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_shows_what_its_page_shows(api, noun):
    _, word, field = LISTS[noun]

    answer = api.get(f"/api/v1/{noun}")

    assert sorted(names(answer, noun)) == sorted(word(timezone.now()).values_list(field, flat=True))
    assert list(answer.json()) == [
        "as_of",
        "data_version",
        "unchanged_since",
        "next",
        "previous",
        "results",
        "empty",
    ]
    assert answer.json()["as_of"] is None


@pytest.mark.parametrize("noun", RELEASED)
def test_a_list_as_of_a_day_shows_what_was_public_then(api, noun):
    _, word, field = LISTS[noun]

    answer = api.get(f"/api/v1/{noun}?as_of=2022-07-01")

    found = names(answer, noun)
    assert sorted(found) == sorted(word(moment("2022-07-02")).values_list(field, flat=True))
    assert len(found) < len(names(api.get(f"/api/v1/{noun}"), noun))
    assert answer.json()["as_of"] == "2022-07-01"


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_answers_with_and_without_slash_and_by_extension(api, noun):
    bodies = {api.get(f"/api/v1/{noun}{end}").content for end in ("", "/", ".json", "?format=json")}

    assert len(bodies) == 1


@pytest.mark.parametrize("noun", LISTS)
def test_each_row_of_a_list_has_its_own_address(api, noun):
    member, *_ = LISTS[noun]
    rows = api.get(f"/api/v1/{noun}").json()["results"]

    answers = [api.get(f"/api/v1/{noun}/{row[member]}") for row in rows]

    assert [answer.status_code for answer in answers] == [200] * len(rows)
    assert [answer.json()[member] for answer in answers] == [row[member] for row in rows]
    assert all(list(answer.json())[:2] == ["as_of", "data_version"] for answer in answers)


@pytest.mark.parametrize("noun", RELEASED)
def test_a_row_under_embargo_is_found_as_little_as_one_that_never_was(api, noun):
    member, word, field = LISTS[noun]
    public = set(word(timezone.now()).values_list(field, flat=True))
    hidden = set(word.__self__.values_list(field, flat=True)) - public

    answers = {api.get(f"/api/v1/{noun}/{row}").content for row in hidden}

    nowhere = api.get(f"/api/v1/{noun}/{10**15 if member == 'id' else 'never-was'}")
    assert answers == {nowhere.content}
    assert nowhere.status_code == 404


@pytest.mark.slow("2.8 s: counts the queries of several large pages")
def test_no_answer_asks_the_database_more_often_for_three_rows_than_for_one(db, client, monkeypatch):
    monkeypatch.setattr("portal.statistics.figures.MOST_RELEASES", 1)  # each is a query, up to a few
    lists = [f"{noun}{end}" for noun in LISTS for end in ("", ".csv", ".xlsx")]
    details = ["indicators/one-rate", "releases/one", "areas/district", "commitments/one-promise"]
    publish(make_everything("one"), "2022-06-17")
    few = {path: queries_of(client, path) for path in [*lists, *details]}

    publish(make_everything("two"), "2022-06-18")
    publish(make_everything("three"), "2022-06-19")

    assert {path: queries_of(client, path) for path in [*lists, *details]} == few
    assert max(few.values()) <= 31  # an indicator with checks, changes and areas


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/api/v1/{path}")
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(queries)


def test_the_figures_of_july_lack_what_december_brought(api):
    path = "/api/v1/observations?sector=projects"

    then, now = (names(api.get(f"{path}{as_of}"), "observations") for as_of in ("&as_of=2022-07-01", ""))

    december = Observation.objects.filter(release__slug="december").values_list("id", flat=True)
    assert set(now) - set(then) == set(december)


def test_the_index_names_every_list(api):
    answer = api.get("/api/v1/").json()

    assert set(answer["lists"]) >= set(LISTS)
    assert {api.get(place).status_code for place in [*answer["lists"].values(), answer["openapi"]]} == {200}


def test_a_list_speaks_the_language_of_its_address_and_sets_no_cookie(api):
    chinese, english = (api.get(f"/api/v1/sectors?lang={lang}") for lang in ("zh-hans", "en"))

    assert chinese.json()["results"][1]["name"] == "公共安全"
    assert english.json()["results"][1]["name"] == "Public safety"
    assert (chinese.headers["Content-Language"], english.headers["Content-Language"]) == ("zh-hans", "en")
    assert not english.cookies


def test_dates_are_iso_and_times_have_their_offset(api):
    release = api.get("/api/v1/releases/june").json()

    assert release["published_on"] == "2022-06-17"
    assert dt.datetime.fromisoformat(release["released_at"]) == moment("2022-06-17")
    assert release["released_at"].endswith("+08:00")
