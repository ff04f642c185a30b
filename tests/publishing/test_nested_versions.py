"""A record says the same of its versions wherever it stands in JSON: in a list, by itself, or within another answer."""

import datetime as dt

import pytest
from django.test import Client

from portal.commitments.models import CommitmentUpdate
from portal.publishing.actions import releases
from portal.publishing.models import Release
from tests.projects.world import make_project, make_report
from tests.world import make_commitment, make_figure, make_indicator, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

FIELDS = {
    "version_state",
    "supersedes",
    "superseded_by",
    "superseded_at",
    "correction_reason",
    "withdrawn_at",
    "withdrawal_reason",
}


def answer(address: str) -> dict:
    given = Client().get(address)
    assert given.status_code == 200
    return given.json()


@pytest.fixture(scope="module")
def corrected(shared) -> Release:
    """A release with a figure, its failed check, a commitment and a report of progress; two of them corrected."""
    release = make_release("june")
    indicator = make_indicator("cases", unit="percent")
    figure = make_figure(release, indicator, 72)
    report = make_report(release, make_project("drains"), "implementation", percent=40)
    make_commitment(release, "promise", series=figure.series, due=dt.date(2022, 12, 31))
    publish(release, "2022-06-01")
    release.refresh_from_db()
    editor = make_user("correcting", "construction", "editor")
    reasons = {"reason_zh": "误", "reason_en": "A misprint"}
    correction = releases.start_correction(release=release, by=editor, records=[figure, report], **reasons)
    correction.observations.update(value=73, as_printed="73")
    correction.progressreports.update(percent=45, as_printed="45%")
    return shared(publish(correction))


def test_nested_figure_is_the_same_object_as_in_the_list(corrected):
    (listed,) = answer("/api/v1/observations?indicator=cases")["results"]
    indicator = answer("/api/v1/indicators/cases")
    (of_list,) = answer("/api/v1/indicators")["results"]
    series = answer(f"/api/v1/series/{corrected.observations.get().series_id}")
    commitment = answer("/api/v1/commitments/promise")

    assert (listed["version_state"], listed["correction_reason"]) == ("in_force", "误")
    assert listed["supersedes"] is not None
    nested = [
        indicator["latest"],
        indicator["series"][0]["latest"],
        of_list["latest"],
        series["observations"][0],
        commitment["figures"][0],
    ]
    assert nested == [listed] * 5


def test_target_beside_a_figure_is_the_same_object_as_in_the_list(db):
    release = make_release("june")
    indicator = make_indicator("beds")
    make_figure(release, indicator, 72)
    target = make_figure(release, indicator, 80, kind="target", period_end=dt.date(2022, 12, 31))
    publish(release, "2022-06-01")

    (listed,) = answer("/api/v1/observations?indicator=beds&kind=target")["results"]

    assert listed["id"] == target.pk
    assert answer("/api/v1/indicators/beds")["target"] == listed


def test_nested_report_of_progress_says_which_version_it_is(corrected):
    (listed,) = answer("/api/v1/progress?project=drains")["results"]
    (nested,) = answer("/api/v1/projects/drains")["reports"]

    assert nested["supersedes"] == listed["supersedes"] is not None
    assert {name: nested[name] for name in FIELDS} == {name: listed[name] for name in FIELDS}


@pytest.mark.parametrize("name", ["work_items", "milestones", "beneficiaries", "reports"])
def test_everything_within_a_project_has_the_fields_of_versions(name):
    components = answer("/api/v1/openapi.json")["components"]["schemas"]
    project = components["ProjectAnswer"]["properties"]
    nested = components[project[name]["items"]["$ref"].rsplit("/")[-1]]["properties"]

    assert FIELDS - set(nested) == set()


def test_checks_within_releases_and_indicators_are_those_of_the_list():
    components = answer("/api/v1/openapi.json")["components"]["schemas"]
    names = {
        components[about]["properties"]["checks"]["items"]["$ref"].rsplit("/")[-1]
        for about in ("ReleaseAnswer", "IndicatorAnswer")
    }

    assert names == {"CheckResultVersion"}


def test_commitment_tells_its_versions(corrected):
    release = make_release("december")
    commitment = corrected.corrects.commitments.get()
    CommitmentUpdate.objects.create(
        release=release,
        section=release.sections.get(),
        commitment=commitment,
        outcome="changed",
        new_due=dt.date(2023, 6, 30),
        note_zh="延期",
        note_en="Later",
    )
    publish(release, "2022-12-01")

    found = answer("/api/v1/commitments/promise")

    stages = [(one["release"], one["outcome"], one["due"], one["note"]) for one in found["versions"]]
    assert stages == [("june", "", "2022-12-31", ""), ("december", "changed", "2023-06-30", "延期")]
    assert found["versions"][0]["until"] == found["versions"][1]["since"]
    assert found["versions"][1]["until"] is None
    assert len(answer("/api/v1/commitments/promise?as_of=2022-07-01")["versions"]) == 1
    (listed,) = answer("/api/v1/commitments")["results"]
    assert {name: found[name] for name in FIELDS} == {name: listed[name] for name in FIELDS}
    assert found["version_state"] == "in_force"
