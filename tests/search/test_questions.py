"""The fixed questions of residents."""

from collections import Counter

from tests.search.questions import questions


def test_questions_are_sixty_chinese_thirty_english_thirty_misspelt():
    assert Counter(question.set for question in questions()) == {"chinese": 60, "english": 30, "misspelt": 30}


def test_questions_are_asked_once_and_have_an_answer():
    assert len({question.text for question in questions()}) == 120
    assert [question for question in questions() if not question.answers] == []
