"""`/questions/` and its JSON: questions of journalists across releases."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.publishing.models import Question, Release
from tests.pages import faults_of, queries_of
from tests.world import make_release, make_section, publish

pytestmark = pytest.mark.django_db


def ask(release: Release, number: int, **of_section: object) -> Question:
    texts = {
        "outlet": "Daily",
        "question": f"{release.slug} {number}?",
        "speaker": "Officer",
        "answer": "So.",
    }
    both = {f"{name}_{tongue}": text for name, text in texts.items() for tongue in ("zh", "en")}
    section = make_section(release, str(number + 1), **of_section)
    return Question.objects.create(release=release, section=section, number=number, **both)


@pytest.fixture
def asked(db):
    june, december = make_release("june"), make_release("december")
    (
        ask(june, 1, sector_id="safety"),
        ask(december, 2, sector_id="health"),
        ask(december, 1, sector_id="safety"),
    )
    publish(june, at="2022-06-01"), publish(december, at="2023-01-05")


def listed(client, query: str) -> list[str]:
    page = client.get(f"/questions/{query}").context["page"].object_list
    rows = client.get(f"/api/v1/questions{query}").json()["results"]
    assert [one.question for one in page] == [row["question"] for row in rows]
    return [row["question"] for row in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["december 1?", "december 2?", "june 1?"]),
        ("?sector=safety", ["december 1?", "june 1?"]),
        ("?release=december&sector=health", ["december 2?"]),
        ("?year=2022", ["june 1?"]),
        ("?q=june", ["june 1?"]),
        ("?as_of=2022-12-31", ["june 1?"]),
    ],
)
def test_page_and_json_list_the_same_questions(client, asked, query, found):
    assert listed(client, query) == found


def test_question_leads_to_its_release_and_has_its_answer(client, asked):
    page = client.get("/questions/?lang=en").content.decode()
    (row,) = client.get("/api/v1/questions?sector=health").json()["results"]

    assert 'href="/releases/december/?lang=en#section-3"' in page
    assert (row["release"], row["section"], row["answer"], row["outlet"]) == (
        "december",
        "3",
        "So.",
        "Daily",
    )
    assert client.get("/api/v1/questions.csv").getvalue().decode("utf-8-sig").count("So.") == 3
    assert faults_of(page) == []


def test_questions_of_a_release_that_is_not_or_no_longer_public_are_not_listed(client, asked):
    ahead = make_release("ahead")
    ask(ahead, 1)
    publish(ahead, timezone.now() + dt.timedelta(days=1))

    assert "ahead" not in "".join(listed(client, ""))
    assert listed(client, "?as_of=2022-01-01") == []


def test_list_takes_as_many_queries_for_three_questions_as_for_one(client):
    june, july = make_release("june"), make_release("july")
    ask(june, 1)
    publish(june)
    before = queries_of(client, "/questions/")
    ask(july, 1), ask(july, 2)
    publish(july)

    assert queries_of(client, "/questions/") == before
