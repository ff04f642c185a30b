"""Periods are named as readers of each language write them."""

import datetime as dt

import pytest
from django.utils import translation

from portal.statistics.periods import Period


def days(start: str | None, end: str) -> tuple:
    return (start and dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end", "basis", "zh", "en"),
    [
        (None, "2022-05-31", "point", "截至2022年5月31日", "as at 31 May 2022"),
        (None, "2022-12-23", "since_start", "累计至2022年12月23日", "cumulative to 23 December 2022"),
        ("2022-01-01", "2022-12-31", "period", "2022年", "2022"),
        ("2022-01-01", "2022-03-31", "period", "2022年第1季度", "2022 Q1"),
        ("2022-01-01", "2022-05-31", "ytd", "2022年1—5月", "January–May 2022"),
        ("2022-04-01", "2022-04-30", "period", "2022年4月", "April 2022"),
        ("2022-01-01", "2022-12-23", "ytd", "2022年1月1日至12月23日", "1 January to 23 December 2022"),
        (
            "2021-12-01",
            "2022-01-15",
            "period",
            "2021年12月1日至2022年1月15日",
            "1 December 2021 to 15 January 2022",
        ),
    ],
)
def test_label_names_the_period(start, end, basis, zh, en):
    period = Period(*days(start, end), basis)

    for language, expected in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert period.label == expected
