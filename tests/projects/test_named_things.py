"""Checks of a stated number against the projects that a document names."""

import pytest

from portal.records.registry import verdicts
from portal.statistics.models import Check, CheckResult
from tests.projects.world import make_programme, make_project, make_report
from tests.world import make_check, make_figure, make_indicator, make_release, make_series, moment, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads():
    """An indicator whose figures say how many roads the programme of 2022 has, and the programme."""
    indicator = make_indicator("roads")
    programme = make_programme("streets", plan_year=2022)
    make_check("count", "named", result=make_series(indicator), fields={"counts": "programme:streets"})
    return indicator, programme


def draft(slug: str, programme, names: list[str], **fields):
    release = make_release(slug, **fields)
    for name in names:
        make_report(release, make_project(name, programme=programme))
    return release


@pytest.mark.parametrize(
    ("stated", "state", "doubt"),
    [(2, "holds", ""), (3, "doubtful", "named"), (1, "contradiction", "")],
)
def test_number_is_compared_with_the_projects_named_in_the_document(roads, stated, state, doubt):
    indicator, programme = roads
    release = draft("june", programme, ["first", "second"])
    make_figure(release, indicator, stated, kind="target")

    publish(release)

    result = CheckResult.objects.get()
    assert (result.kind, result.state, result.doubt, result.named) == (
        "count",
        state,
        doubt,
        ["first", "second"],
    )


def test_document_that_names_none_is_not_counted(roads):
    indicator, _programme = roads
    release = make_release("june")
    make_figure(release, indicator, 3, kind="target")

    publish(release)

    assert not CheckResult.objects.exists()


def test_figure_of_another_year_says_nothing_of_the_programme(roads):
    indicator, programme = roads
    release = draft("june", programme, ["first"])
    days = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    make_figure(release, indicator, 3, kind="target", **days)

    publish(release)

    assert not CheckResult.objects.exists()


def test_correction_that_names_another_project_supersedes_the_result(roads, settings):
    indicator, programme = roads
    june = draft("june", programme, ["first"])
    make_figure(june, indicator, 2, kind="target")
    publish(june, at="2022-06-01")

    correction = draft(
        "correction",
        programme,
        ["second"],
        kind="correction",
        corrects=june,
        reason_zh="漏项",
        reason_en="One left out",
    )
    publish(correction, at="2022-07-01")

    assert CheckResult.objects.known_at(moment("2022-06-15")).get().state == "doubtful"
    assert CheckResult.objects.known_at(moment("2022-07-15")).get().state == "holds"


def test_check_counts_what_there_is(roads):
    (findings,) = verdicts(Check, [Check(kind="count", scale=1, counts="programme:none")])
    (none,) = verdicts(Check, [Check(kind="count", scale=1, counts="programme:streets")])

    assert [finding.field for finding in findings] == ["counts"]
    assert none == []
