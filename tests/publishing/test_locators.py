"""Where something stands in a document, in words."""

import pytest
from django.utils.translation import override

from portal.statistics.template_tags import locator_text, shown_number


@pytest.mark.parametrize(
    ("locator", "chinese", "english"),
    [
        ("3.1 ¶2", "第3.1节第2段", "section 3.1, paragraph 2"),
        ("3.1", "第3.1节", "section 3.1"),
        ("q1 ¶2", "问答1第2段", "answer 1, paragraph 2"),
        ("q1", "问答1", "answer 1"),
    ],
)
def test_locator_is_told_as_a_reader_would(locator, chinese, english):
    with override("zh-hans"):
        assert locator_text(locator) == chinese
    with override("en"):
        assert locator_text(locator) == english


def test_number_of_a_question_is_left_to_its_title():
    assert [shown_number(number) for number in ("3.1", "q1")] == ["3.1", ""]
