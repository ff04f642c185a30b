"""What the publishing checklist asks a reviewer to look at twice in the projects of a release."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing import checklist
from portal.publishing.models import Release
from projects.models import Undertaking
from projects.validation import dates_after_release, unexplained_progress, unfinished_parts
from tests.projects.world import (
    NOVEMBER,
    make_item,
    make_micro,
    make_milestone,
    make_programme,
    make_project,
    make_report,
)
from tests.world import make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOTE = {"note_zh": "返工", "note_en": "Done again"}


@pytest.fixture(scope="module")
def ring(shared) -> Undertaking:
    """Under construction, 60 per cent, 500 of 1000 metres of its roadway, as told in June."""
    june, ring = make_release("june"), make_project("ring", name_en="Ring road")
    make_item(june, ring, "road", planned_quantity=1000, name_en="Roadway")
    make_report(june, ring, "implementation", percent=60)
    make_report(june, ring, work_item="road", quantity=500)
    publish(june, "2022-06-17")
    return shared(ring)


@pytest.fixture
def draft(editor) -> Release:
    return make_release("december", by=editor)


def told(finder, release: Release) -> list[str]:
    entries = list(finder(release))
    assert not [entry for entry in entries if entry.is_error]
    return [entry.text for entry in entries]


def test_falls_and_steps_back_are_told_beside_the_last_report(ring, draft):
    make_report(draft, ring, "preparation", percent=40, as_at=NOVEMBER)
    make_report(draft, ring, work_item="road", quantity=450, as_at=NOVEMBER)

    assert told(unexplained_progress, draft) == [
        (
            "Stages that step back or end without a note that says why: "
            "Ring road: design, before implementation (2022-05-31)."
        ),
        (
            "Progress below the last report without a note that says why: "
            "Ring road: 40, before 60 (2022-05-31), Ring road · Roadway: 450, before 500 (2022-05-31)."
        ),
    ]


def test_what_a_note_explains_is_not_told(ring, draft):
    make_report(draft, ring, "preparation", percent=40, as_at=NOVEMBER, **NOTE)

    assert told(unexplained_progress, draft) == []


def test_what_goes_on_as_usual_is_not_told(ring, draft):
    make_report(draft, ring, "implementation", percent=70, as_at=NOVEMBER)
    make_report(draft, ring, work_item="road", quantity=600, as_at=NOVEMBER)
    make_report(draft, make_project("new"), "identification", percent=0, as_at=NOVEMBER)

    assert [
        told(finder, draft) for finder in (unexplained_progress, unfinished_parts, dates_after_release)
    ] == [[]] * 3


def test_more_than_planned_jumps_and_giving_up_are_told(ring, draft):
    make_report(draft, ring, "cancelled", as_at=NOVEMBER)
    make_report(draft, ring, work_item="road", quantity=1200, as_at=NOVEMBER)

    assert told(unexplained_progress, draft) == [
        (
            "Stages that step back or end without a note that says why: "
            "Ring road: cancelled, before implementation (2022-05-31)."
        ),
        (
            "Progress that jumps, or exceeds the plan, without a note that says how: "
            "Ring road · Roadway: 1,200, before 500 (2022-05-31)."
        ),
    ]


def test_fall_within_a_release_is_told_and_another_version_of_the_same_day_is_none(ring, draft):
    make_report(draft, ring, percent=55)
    make_report(draft, ring, percent=50, as_at=NOVEMBER)

    assert told(unexplained_progress, draft) == [
        "Progress below the last report without a note that says why: Ring road: 50, before 55 (2022-05-31)."
    ]


def test_finish_with_unfinished_work_items_or_less_than_all_is_told(ring, draft):
    make_report(draft, ring, "completion", percent=95, as_at=NOVEMBER, **NOTE)

    assert told(unfinished_parts, draft) == [
        "Reported as finished, though these parts are not: Ring road 95%, Ring road · Roadway 50%."
    ]


def test_finish_with_all_parts_is_not_told_and_giving_up_is_no_finish(ring, draft):
    make_report(draft, ring, "completion", percent=100, as_at=NOVEMBER, **NOTE)
    make_report(draft, ring, work_item="road", quantity=1000, as_at=NOVEMBER, **NOTE)
    tower = make_project("tower")
    make_item(draft, tower, "walls", planned_quantity=10)
    make_report(draft, tower, "cancelled", percent=20, as_at=NOVEMBER, **NOTE)
    make_report(draft, make_micro("bench"), "built", as_at=NOVEMBER)

    assert told(unfinished_parts, draft) == []


def test_finish_of_a_programme_with_projects_under_way_is_told(draft):
    streets, june = make_programme("streets"), make_release("july")
    for code, stage in (("north", "completion"), ("east", "implementation"), ("south", "implementation")):
        make_report(june, make_project(code, programme=streets, name_en=code.title()), stage)
    publish(june, "2022-06-17")
    make_report(draft, streets, "completion", as_at=NOVEMBER)
    make_report(draft, Undertaking.objects.get(code="south"), "completion", as_at=NOVEMBER)

    assert told(unfinished_parts, draft) == ["Reported as finished, though these parts are not: East."]


def test_days_after_the_release_are_told(ring, draft):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    make_report(draft, ring, percent=70, as_at=tomorrow)
    make_milestone(draft, ring, is_met=True, met_on=tomorrow)

    (text,) = told(dates_after_release, draft)

    assert text == f"Dated after the release: Ring road: {tomorrow}, Ring road · Completion: {tomorrow}."


def test_days_of_a_document_entered_afterwards_are_held_against_its_own(ring, draft):
    draft.published_on = dt.date(2022, 11, 1)
    draft.save()
    make_report(draft, ring, percent=70, as_at=NOVEMBER)

    assert told(dates_after_release, draft) == ["Dated after the release: Ring road: 2022-11-30."]


def test_reviewer_and_editor_read_the_warnings_and_are_not_stopped(client, editor, ring, draft):
    make_report(draft, ring, percent=40, as_at=NOVEMBER)
    client.force_login(editor)

    page = client.get(reverse("admin:portal_release_change", args=[draft.pk])).content.decode()

    assert "Progress below the last report" in page
    assert not [e for e in checklist.entries(draft) if e.is_error and "Progress" in e.text]


def test_finders_ask_as_often_for_many_projects_as_for_few(ring, draft):
    asked = []
    for _round in range(2):
        for number in range(3):
            project = make_project()
            make_item(draft, project, f"item-{number}")
            make_report(draft, project, "completion", percent=20, as_at=NOVEMBER)
        with CaptureQueriesContext(connection) as captured:
            for finder in (unexplained_progress, unfinished_parts, dates_after_release):
                list(finder(draft))
        asked.append(len(captured))

    assert asked[0] == asked[1]
