"""A number that contradicts its own printed token needs a note that says why."""

from decimal import Decimal

import pytest

from portal.publishing import checklist
from portal.publishing.actions import releases
from portal.records.errors import Invalid
from portal.records.parsing import unlike_printed
from portal.statistics.models import Observation
from tests.world import make_figure, make_indicator, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("676万元", "6760000"),
        ("3.1亿元", "310000000"),
        ("150余万平方米", "1500000"),
        ("35支316人", "35"),
        ("35支316人", "316"),
        ("全部", "10"),
        ("1,234万元", "12340000"),
        ("１２３４", "1234"),
        ("下降12%", "-12"),
        ("676万元", "6762345"),
        ("12百万", "12000000"),
        ("三成", "30"),
        ("", "5"),
    ],
)
def test_value_that_the_token_prints_is_silent(token, value):
    assert unlike_printed(Decimal(value), token) == []


@pytest.mark.parametrize(
    ("token", "value", "numbers"),
    [
        ("676万元", "676", [6_760_000]),
        ("2079万元", "2079", [20_790_000]),
        ("95%", "9.5", [95]),
        ("95%", "0.95", [95]),
        ("35支316人", "351", [35, 316]),
        ("86户", "68", [86]),
    ],
)
def test_value_that_the_token_does_not_print_is_told_with_what_it_prints(token, value, numbers):
    assert unlike_printed(Decimal(value), token) == numbers


def test_release_with_an_unexplained_number_is_not_submitted(editor):
    release = make_release(by=editor)
    make_figure(release, make_indicator("cost"), 676, as_printed="676万元")

    with pytest.raises(Invalid, match="676 is not the printed “676万元” \\(6,760,000\\)"):
        releases.submit(release=release, by=editor)


def test_explained_number_stays_in_the_checklist_as_a_warning(editor):
    release = make_release(by=editor)
    make_figure(
        release, make_indicator("cost"), 676, as_printed="676万元", note_zh="单位有误", note_en="Wrong unit"
    )

    found = [entry for entry in checklist.entries(release) if "6,760,000" in entry.text]

    assert [entry.is_error for entry in found] == [False]
    assert Observation.objects.get().note_en == "Wrong unit"
