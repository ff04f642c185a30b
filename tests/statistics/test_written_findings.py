"""The title that officials write for a chart: it stands for the figures of its instant, and for no others."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from portal.statistics.charts.titles import numbers_in
from portal.statistics.indicator_validation import stored_indicators, validate_indicator
from portal.statistics.models import Indicator
from tests.statistics.test_page_indicators import corrected
from tests.world import make_area, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db
WRITTEN = {"finding_zh": "甲街道的案件最多", "finding_en": "Most cases are in the first street"}
NOTICE = "operator, not taken from a release"


@pytest.fixture(scope="module")
def cases(shared):
    """Cases in two streets, 30 and 20."""
    release, indicator = make_release("first"), make_indicator("cases")
    figures = [
        make_figure(release, indicator, value, area=make_area(f"street{value}", "subdistrict"))
        for value in (30, 20)
    ]
    publish(release, at="2022-06-01")
    return shared(figures)


def write(**texts: object) -> None:
    Indicator.objects.filter(code="cases").update(**texts)
    connection.check_constraints()  # as at a commit: the history is written now


def title(client, **parameters: str) -> tuple[str, bool]:
    """The title of the chart on the page and whether it is said to be written; the JSON says the same."""
    query = {"lang": "en", **parameters}
    page = client.get("/indicators/cases/", query)
    (chart,) = client.get("/api/v1/indicators/cases", query).json()["charts"]
    (shown,) = page.context["charts"]
    assert (shown.finding, shown.is_written) == (chart["finding"], chart["is_written"])
    assert (NOTICE in page.content.decode()) is shown.is_written
    return shown.finding, shown.is_written


def test_written_title_stands_on_page_json_and_picture_and_says_whose_it_is(client, cases):
    write(**WRITTEN)

    assert title(client) == (WRITTEN["finding_en"], True)
    assert WRITTEN["finding_zh"] in client.get("/charts/cases.svg").content.decode()


def test_written_title_ends_with_the_figures_for_which_it_was_written(client, cases):
    computed, _is_written = title(client)
    write(**WRITTEN)
    written_at = timezone.now()
    corrected(cases[0].release, cases[0], 15, at=timezone.now())

    assert title(client) == ("Indicator cases: highest for Street20, 20 persons", False)
    assert title(client, as_of=written_at.isoformat()) == (WRITTEN["finding_en"], True)
    assert title(client, as_of="2022-06-30") == (computed, False)


def test_title_written_anew_stands_for_the_new_figures(client, cases):
    write(**WRITTEN)
    corrected(cases[0].release, cases[0], 15, at=timezone.now())
    write(finding_zh="乙街道的案件最多", finding_en="Most cases are in the second street")

    assert title(client) == ("Most cases are in the second street", True)


def test_another_change_of_the_indicator_does_not_renew_it(cases):
    write(**WRITTEN)
    before = Indicator.objects.get(code="cases").finding_at
    write(order=7, finding_at=timezone.now() + dt.timedelta(days=9))

    assert Indicator.objects.get(code="cases").finding_at == before


def test_title_in_one_language_is_refused(cases):
    with pytest.raises(IntegrityError, match="indicator_finding_in_both_languages"):
        write(finding_zh=WRITTEN["finding_zh"])


def numbers_refused(**texts: str) -> list[str]:
    """The fields whose title has a number that the chart does not show."""
    indicator = Indicator.objects.get(code="cases")
    for field, text in texts.items():
        setattr(indicator, field, text)
    context = stored_indicators([indicator], None)
    return [finding.field for finding in validate_indicator(indicator, context)]


def test_number_in_a_written_title_is_one_that_its_chart_shows(cases):
    assert numbers_refused(finding_zh="甲街道30起，乙街道20起", finding_en="30 and 20 cases") == []
    assert numbers_refused(finding_zh="甲街道31起", finding_en="30 cases") == ["finding_zh"]
    assert numbers_refused(finding_zh="2022年甲街道最多", finding_en="Half more, 150%") == ["finding_en"]


def test_title_whose_figures_changed_hinders_no_other_change(cases):
    write(finding_zh="共50起", finding_en="50 cases in all")
    corrected(cases[0].release, cases[0], 15, at=timezone.now())

    assert numbers_refused(order=7) == []
    assert numbers_refused(finding_zh="仍共50起") == ["finding_zh"]


@pytest.mark.parametrize(
    ("text", "number"), [("3.84 million yuan", 3840000), ("384万元", 3840000), ("10,000 people", 10000)]
)
def test_numbers_are_read_with_their_size(text, number):
    assert numbers_in(text) == {Decimal(number).normalize()}
