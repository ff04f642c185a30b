"""How values are written on pages."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.web.numbers import exact, per_cent, readable, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "chinese", "english"),
    [
        ("0", 0, "0", "0"),
        ("6527", 0, "6527", "6,527"),
        ("20790000", 0, "20,790,000", "20,790,000"),
        ("23.5", 1, "23.5", "23.5"),
        ("91.6", 2, "91.60", "91.60"),
        ("-13.000000", None, "-13", "-13"),
        ("91.404011", None, "91.404011", "91.404011"),
        ("1234.5", None, "1234.5", "1,234.5"),
    ],
)
def test_exact_value_keeps_every_digit(value, decimals, chinese, english):
    with override("zh-hans"):
        assert exact(Decimal(value), decimals) == chinese
    with override("en"):
        assert exact(Decimal(value), decimals) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9999", ""),
        ("10000", "1万"),
        ("20790000", "2079万"),
        ("772390", "≈77.24万"),
        ("310000000", "3.1亿"),
        ("161000000", "1.61亿"),
        ("99999999", "≈10,000万"),
        ("-143000", "-14.3万"),
    ],
)
def test_readable_value_counts_in_ten_thousands(value, expected):
    with override("zh-hans"):
        assert readable(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("999999", ""),
        ("1000000", "1 million"),
        ("20790000", "20.79 million"),
        ("1060000000", "1.06 billion"),
        ("3141592", "≈3.14 million"),
    ],
)
def test_readable_value_counts_in_millions_in_english(value, expected):
    with override("en"):
        assert readable(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("symbol", "one"),
    [("villages", "village"), ("communities", "community"), ("boxes", "box"), ("km", "km"), ("CNY", "CNY")],
)
def test_one_of_a_unit_is_named_in_the_singular(symbol, one):
    with override("en"):
        assert (with_unit("1", symbol), with_unit("2", symbol)) == (f"1 {one}", f"2 {symbol}")


def test_unit_joins_as_the_language_does():
    with override("zh-hans"):
        assert with_unit("5312", "米") == "5312米"
    with override("en"):
        assert (with_unit("5,312", "m"), with_unit("95", "%")) == ("5,312 m", "95%")


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (9997, 10000, "99.9"),
        (9999999, 10000000, "99.9"),
        (1, 1, "100.0"),
        (10001, 10000, "100.01"),
        (1, 5000, "0.02"),
        (0, 5000, "0.0"),
        (1, 3, "33.3"),
    ],
)
def test_share_is_nothing_or_all_only_if_it_is(part, whole, share):
    assert str(per_cent(Decimal(part), Decimal(whole))) == share
