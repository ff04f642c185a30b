"""The fixed questions of residents."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from portal.search import search
from tests.search.questions import Question, questions

#: Share of the questions with a right answer among the first three.
ENOUGH = 0.95


def test_questions_are_sixty_chinese_thirty_english_thirty_misspelt():
    assert Counter(question.set for question in questions()) == {"chinese": 60, "english": 30, "misspelt": 30}


def test_questions_are_asked_once_and_have_an_answer():
    assert len({question.text for question in questions()}) == 120
    assert [question for question in questions() if not question.answers] == []


def is_answered(question: Question) -> bool:
    """Whether a right answer is among the first three."""
    with translation.override("en" if question.set == "english" else "zh-hans"):
        answers = search(question.text, timezone.now()).answers
    given = {hit.address.partition("#")[0].strip("/") for hit in answers}
    return any(
        address == right or address.startswith(f"{right}/") for address in given for right in question.answers
    )


@pytest.mark.slow("30 s: asks 120 questions")
@pytest.mark.django_db
def test_questions_are_answered_among_the_first_three():
    call_command("load_seeds", verbosity=0)

    unanswered = [question.text for question in questions() if not is_answered(question)]

    assert len(unanswered) <= (1 - ENOUGH) * len(questions()), unanswered
