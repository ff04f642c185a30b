"""Sums of stated numbers keep the qualifiers of their terms."""

from decimal import Decimal

import pytest

from portal.statistics.sums import Sum, Term

OVER = Term(Decimal(310_000_000), "over", "超3.1亿元")
ABOUT = Term(Decimal(20_000_000), "about", "约2000万元")
EXACT = Term(Decimal(2079), "", "2079元")


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([EXACT], (2079, "")),
        ([OVER], (310_000_000, "over")),
        ([EXACT, EXACT], (4158, "")),
        ([OVER, ABOUT, EXACT], (330_000_000, "about")),
        ([OVER, EXACT], (310_000_000, "over")),
        ([OVER, Term(Decimal(5_000_000), "at_least", "500万元以上")], (310_000_000, "at_least")),
        ([Term(Decimal(300), "nearly", "近300"), Term(Decimal(7), "", "7")], (307, "nearly")),
        ([Term(Decimal(300), "nearly"), Term(Decimal(7))], (400, "nearly")),
        ([Term(Decimal(300), "nearly"), Term(Decimal(700), "over")], (1000, "about")),
        ([Term(Decimal(90_000), "about", "约9万元"), Term(Decimal(6000), "", "6000元")], (100_000, "about")),
        ([Term(Decimal(0), "about"), Term(Decimal(5))], (5, "about")),
    ],
)
def test_sum_has_the_weakest_qualifier_and_no_digits_that_a_rough_term_lacks(terms, expected):
    found = Sum.of(terms)

    assert (found.value, found.qualifier) == expected


def test_number_in_full_has_no_slack_and_one_in_ten_thousands_half_of_one():
    assert (EXACT.slack, Term(Decimal(6_760_000), "", "总造价676万元").slack) == (0, 5000)
