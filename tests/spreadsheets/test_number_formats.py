"""What Excel shows for numbers, by the format of their cell."""

from decimal import Decimal

import pytest

from portal.spreadsheets.number_formats import parse_format


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.95", "0%", "95%"),
        ("0.916", "0.0%", "91.6%"),
        ("1", "0%", "100%"),
        ("0.9997", "0%", "100%"),
        ("1.1", "0.00", "1.10"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234567", "#,##0", "1,234,567"),
        ("20790000", '0.0,"千元"', "20790.0千元"),
        ("20790000", "0.0,,", "20.8"),
        ("3100", '0"人"', "3100人"),
        ("3100", r"0\人", "3100人"),
        ("12", "¥0.00", "¥12.00"),
        ("-5", "0;[Red]-0", "-5"),
        ("5", "[>100]0.0;0", "5.0"),
        ("7", "_(0_)", "7"),
    ],
)
def test_number_is_shown_as_excel_shows_it(value, code, shown):
    assert parse_format(code).shown(Decimal(value)) == shown


@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", "m/d/yy", "h:mm", "# ?/?", "0.00E+00", "General", '"none"', "[h]:mm"]
)
def test_what_shows_no_plain_number_is_left_alone(code):
    assert parse_format(code) is None
