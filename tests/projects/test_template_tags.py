"""Template tags of projects."""

from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from projects.templatetags.projects import per_cent_done


@pytest.mark.parametrize("value", ["99.97", "99.9999", "0.4", "0.95", "0.0001", "0", "100"])
def test_reported_percentage_is_shown_with_all_its_digits(value):
    assert strip_tags(per_cent_done(Decimal(value))) == f"{value}%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("95", "95%"),
        ("65.5", "65.5%"),
        ("0.4", "0.4%"),
        ("0", "0%"),
        ("100", "100%"),
        ("66.666667", "66.7%"),
        ("99.996", "99.9%"),
        ("0.004", "0.004%"),
    ],
)
def test_computed_percentage_is_never_shown_as_done_or_not_begun(value, shown):
    assert strip_tags(per_cent_done(Decimal(value), basis="computed")) == shown
