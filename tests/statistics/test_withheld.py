"""A declared check with a suppressed term says that it is not evaluated, rather than nothing."""

import pytest
from pytest_django.asserts import assertContains

from portal.publishing import checklist
from portal.statistics.models import CheckResult
from tests.world import make_check, make_figure, make_indicator, make_release, make_series, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PERIOD = "1 January to 23 December 2022"
WORDS = f"Check whole, {PERIOD}: not evaluated: a term is suppressed (Indicator part · District)"


@pytest.fixture
def release():
    whole, part, other = make_indicator("all"), make_indicator("part"), make_indicator("other")
    make_check("sum", "whole", result=make_series(whole), part=[make_series(part), make_series(other)])
    release = make_release("june")
    make_figure(release, whole, 60)
    make_figure(release, part, None, status="suppressed", as_printed="*")
    make_figure(release, other, 35)
    return release


def test_checklist_says_which_check_a_suppressed_term_keeps_from_being_evaluated(release):
    texts = [entry.text for entry in checklist.entries(release) if not entry.is_error]

    assert f"Checks without a result: {WORDS}." in texts


@pytest.mark.parametrize("address", ["/releases/june/", "/indicators/all/", "/indicators/part/"])
def test_page_says_that_the_check_is_not_evaluated(client, release, address):
    publish(release)

    page = client.get(address)

    assert not CheckResult.objects.exists()
    assertContains(page, "Check whole")
    assertContains(page, "not evaluated: a term is suppressed")


@pytest.mark.parametrize("address", ["/api/v1/releases/june", "/api/v1/indicators/all"])
def test_json_says_that_the_check_is_not_evaluated(client, release, address):
    publish(release)

    found = client.get(f"{address}?lang=en").json()

    (one,) = (
        next(iter(part for part in found.values() if isinstance(part, dict) and "unevaluated" in part))[
            "unevaluated"
        ]
        if "unevaluated" not in found
        else found["unevaluated"]
    )
    assert (one["check"], one["reason"]) == ("whole", "not evaluated: a term is suppressed")
    assert one["terms"] == ["Indicator part · District"]


def test_check_with_all_values_or_without_a_figure_is_not_listed(release):
    release.observations.filter(series__indicator__code="part").update(value=25, status="normal")
    assert [entry for entry in checklist.entries(release) if "not evaluated" in entry.text] == []
    release.observations.filter(series__indicator__code="part").delete()
    assert [entry for entry in checklist.entries(release) if "not evaluated" in entry.text] == []
