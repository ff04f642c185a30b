"""A number that contradicts its own printed token needs a note that says why."""

import csv
import io
from decimal import Decimal

import pytest

from portal.publishing import checklist
from portal.publishing.actions import releases
from portal.records.errors import Invalid
from portal.records.parsing import unlike_printed
from portal.statistics.models import Observation
from projects.models import Undertaking
from tests.projects.world import make_benefit, make_funding, make_item, make_project, make_report
from tests.welfare.world import make_disbursement
from tests.world import make_figure, make_indicator, make_release, publish

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


WHY = {"note_zh": "照登", "note_en": "As it came"}


@pytest.fixture(scope="module")
def published(shared):
    """Money as printed, money unlike it, a report of an uncertain reading, and work of which no number is printed."""
    release, project = make_release("june"), make_project("road")
    make_funding(release, project, 20_790_000, as_printed="2079万元")
    make_funding(release, project, 676, kind="paid", as_printed="676万元", **WHY)
    make_report(release, project, percent=9.5, as_printed="95%", status="low_reliability", **WHY)
    make_item(release, project, as_printed="全部")
    make_benefit(release, project, 86, as_printed="68户", **WHY)
    make_disbursement(release, persons=78, amount=250000, as_printed="78名、25万元")
    return shared(publish(release))


@pytest.mark.parametrize(
    ("noun", "states"),
    [
        ("funding", [("holds", ["holds"]), ("contradiction", ["contradiction"])]),
        ("progress", [("doubtful", ["doubtful"])]),
        ("work-items", [("", [])]),
        ("beneficiaries", [("contradiction", ["contradiction"])]),
        ("disbursements", [("holds", ["holds", "holds"])]),
    ],
)
def test_every_row_carries_its_numbers_against_the_printed_token_in_json_and_csv(
    client, published, noun, states
):
    rows = client.get(f"/api/v1/{noun}?lang=en").json()["results"]
    table = client.get(f"/api/v1/{noun}.csv?lang=en").getvalue().decode("utf-8-sig")

    assert sorted((row["check_state"], [one["state"] for one in row["checks"]]) for row in rows) == sorted(
        states
    )
    for check in (one for row in rows for one in row["checks"]):
        fails = check["state"] != "holds"
        assert check["reason"] == ("As it came" if fails else "")
        assert bool(check["because"]) == (check["state"] == "doubtful")
    in_table = [(row["check_state"], row["checks"]) for row in csv.DictReader(io.StringIO(table))]
    assert in_table == [
        (row["check_state"], "; ".join(one["summary"] for one in row["checks"])) for row in rows
    ]


def test_pages_show_what_was_found_of_each_number_and_why_it_stands(client, published):
    page = client.get("/projects/road/?lang=en").content.decode()

    assert "agrees with the printed number" in page
    assert "676 is not the printed “676万元” (6,760,000): As it came" in page
    assert "9.5 is not the printed “95%” (95): the reading of the document is uncertain: As it came" in page
    assert "86 is not the printed “68户” (68): As it came" in page


def test_correction_gives_its_public_reason_where_the_row_has_no_note(published):
    words = {"reason_zh": "按决算更正", "reason_en": "Final accounts"}
    correction = make_release("again", kind="correction", corrects=published, **words)
    road = Undertaking.objects.get(code="road")
    money = make_funding(correction, road, 677, kind="paid", as_printed="676万元")

    (check,) = money.printed_checks

    assert (check.state, check.reason) == ("contradiction", "Final accounts")
