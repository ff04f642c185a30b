"""The best answers to a question in plain words."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.search import search
from portal.search.answers import best_answers, parsed, pieces_of, stem
from portal.search.models import Synonym
from tests.world import make_department, make_facility, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(shared):
    """A hall that one can go to, and a figure about it."""
    release = make_release("june")
    make_figure(
        release, make_indicator("teams", name_zh="文化馆入驻队伍数", name_en="Teams in the culture hall"), 52
    )
    make_facility(
        "hall", name_zh="区文化馆", name_en="Culture hall", hours_zh="8:30—21:00", hours_en="8:30–21:00"
    )
    make_facility("window", name_zh="出入境管理窗口", name_en="Exit-entry window")
    publish(release, at="2022-06-17")


def make_synonym(meant: str, *said: str) -> Synonym:
    return Synonym.objects.create(meant=meant, said=said, department=make_department("office"))


def answers(query: str) -> list[str]:
    return [hit.title for hit in search(query, timezone.now()).answers]


def test_answer_is_the_thing_that_one_goes_to_before_the_figure_about_it(district):
    assert answers("文化馆") == ["区文化馆", "文化馆入驻队伍数"]


@pytest.mark.parametrize(
    "query", ["请问文化馆几点开门", "文化馆怎么样", "culture hall", "where is the culture halls"]
)
def test_answer_follows_from_the_content_of_a_question(district, query):
    assert answers(query)[0] in {"区文化馆", "Culture hall"}


def test_answer_says_hours_in_a_line(client, district):
    page = client.get("/search/?q=文化馆").content.decode()

    assert '<p class="answer-line">8:30—21:00</p>' in page


def test_synonym_leads_from_the_words_of_residents_to_those_of_the_portal(district):
    assert answers("护照在哪办") == []

    make_synonym("出入境", "护照", "通行证")

    assert answers("护照在哪办") == ["出入境管理窗口"]


def test_latin_synonym_counts_only_as_a_whole_word():
    make_synonym("fraud", "con")

    assert parsed("a con").slots == (("con", "fraud"),)
    assert parsed("concert").slots == (("concert",),)


def test_misspelt_question_is_answered_as_corrected(district):
    assert answers("文化舘")[0] == "区文化馆"


def test_question_that_nearly_sounds_like_a_word_of_residents_is_answered_as_that(client, district):
    make_synonym("出入境", "护照")

    page = client.get("/search/", {"q": "护糟在哪办", "lang": "en"})

    assert [hit.title for hit in page.context["found"].answers] == ["Exit-entry window"]
    assert "Showing results for <strong>护照在哪办</strong>" in " ".join(page.content.decode().split())


def test_question_of_fillers_has_no_answer(district):
    assert answers("怎么办") == []
    assert answers("how can I") == []


def test_answers_of_one_kind_alone_are_not_asked_for(district):
    assert search("文化馆", timezone.now(), kind="facilities").answers == []


@pytest.mark.parametrize(
    ("words", "stems"),
    [(("scam", "scams", "scammed"), {"scam"}), (("renovated", "renovation"), {"renov", "renovat"})],
)
def test_stem_is_shared_by_forms_of_a_word(words, stems):
    assert {stem(word) for word in words} <= stems


def test_pieces_are_pairs_of_characters_and_stems():
    assert list(pieces_of("文化馆 in the halls")) == ["文化", "化馆", "hall"]


def test_synonym_without_words_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="synonym_says_something"), transaction.atomic():
        Synonym.objects.create(meant="诈骗", said=[], department=make_department("office"))


def test_answers_take_as_many_queries_for_more_rows(district):
    with CaptureQueriesContext(connection) as one:
        best_answers("区文化馆", timezone.now())
    for number in range(3):
        make_facility(f"hall-{number}", name_zh=f"文化馆{number}号厅", name_en=f"Hall {number}")

    with CaptureQueriesContext(connection) as more:
        best_answers("区文化馆", timezone.now())

    assert len(more) <= len(one)
