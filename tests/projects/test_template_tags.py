"""Template tags of projects."""

from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from projects.templatetags.projects import per_cent_done


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("95", "95%"),
        ("65.5", "65.5%"),
        ("99.97", "99.97%"),
        ("0.4", "0.4%"),
        ("0.95", "0.95%"),
        ("0", "0%"),
        ("100", "100%"),
        ("66.666667", "66.7%"),
        ("99.996", "99.99%"),
        ("0.004", "0.01%"),
    ],
)
def test_percentage_is_shown_as_reported_and_never_as_done_or_not_begun(value, shown):
    assert strip_tags(per_cent_done(Decimal(value))) == shown
