"""Which value stands out of the history of its series."""

from decimal import Decimal

import pytest
from django.utils import translation

from portal.statistics.plausibility import outlier_reason


def values(*numbers: float) -> list[Decimal]:
    return [Decimal(str(number)) for number in numbers]


@pytest.mark.parametrize(
    ("history", "value", "stands_out"),
    [
        ((), 5, False),
        ((10,), 30, False),
        ((10,), 31, True),
        ((10,), 3, True),
        ((0,), 500, False),
        ((100, 110, 118, 131), 141, False),
        ((100, 110, 118, 131), 231, True),
        ((100, 110, 118, 131), 31, True),
        ((10, 20, 30, 40), 50, False),
        ((10, 20, 30, 40), 400, True),
    ],
)
def test_value_stands_out_by_its_change_or_its_size(history, value, stands_out):
    assert bool(outlier_reason(values(*history), Decimal(value))) is stands_out


def test_no_value_never_stands_out():
    assert outlier_reason(values(1, 2, 3), None) == ""


def test_words_say_what_is_usual():
    with translation.override("en"):
        words = outlier_reason(values(100, 110, 118, 131), Decimal(231))

    assert words == "Changes by +100; the usual change is +10."
