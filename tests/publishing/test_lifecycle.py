"""The life of a release: who may do what, in which state, and what it does to what is known."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from portal.commitments.models import CommitmentUpdate
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Conflict, Invalid, NotAllowed, WrongState
from portal.statistics.models import Observation
from tests.world import (
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def deferred_rules_hold():
    """What a commit would check is checked at the end of every test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def submitted(editor) -> Release:
    release = make_release("december", by=editor)
    make_figure(release, make_indicator("cases"), 531)
    return releases.submit(release=release, by=editor)


def known(at: dt.datetime) -> list[int]:
    return [int(figure.value) for figure in Observation.objects.known_at(at).order_by("value")]


def test_submit_freezes_and_signs(submitted, editor):
    assert (submitted.state, submitted.submitted_by) == ("submitted", editor)


def test_submit_refuses_other_department_and_reviewer(outsider, reviewer):
    release = make_release()

    for user in (outsider, reviewer):
        with pytest.raises(NotAllowed):
            releases.submit(release=release, by=user)


def test_submit_refuses_an_empty_release(editor):
    release = make_release(by=editor)
    release.sections.all().delete()

    with pytest.raises(Invalid):
        releases.submit(release=release, by=editor)


def test_return_gives_back_with_reason(submitted, reviewer, editor):
    returned = releases.return_to_editors(release=submitted, by=reviewer, reason="数字不符")

    assert (returned.state, returned.decision_reason, returned.decided_by) == (
        "returned",
        "数字不符",
        reviewer,
    )
    assert releases.submit(release=returned, by=editor).state == "submitted"


def test_return_needs_a_reason(submitted, reviewer):
    with pytest.raises(Invalid):
        releases.return_to_editors(release=submitted, by=reviewer, reason="  ")


def test_approve_now_makes_public(submitted, reviewer):
    before = timezone.now()

    releases.approve(release=submitted, by=reviewer)

    assert known(before) == []
    assert known(timezone.now()) == [531]


def test_approve_refuses_editor_submitter_outsider_and_administrator(
    submitted, editor, outsider, administrator
):
    for user in (editor, outsider, administrator, make_user("other", "health", "reviewer")):
        with pytest.raises(NotAllowed):
            releases.approve(release=submitted, by=user)


def test_approve_refuses_a_reviewer_who_edited(reviewer):
    both = make_user("both", "construction", "editor", "reviewer")
    release = make_release(by=both)
    submitter = make_user("submitter", "construction", "editor")
    releases.submit(release=release, by=submitter)

    with pytest.raises(NotAllowed):
        releases.approve(release=release, by=both)


def test_approve_for_later_is_known_by_the_clock_alone(submitted, reviewer):
    at = timezone.now() + dt.timedelta(days=1)

    releases.approve(release=submitted, by=reviewer, at=at)

    assert known(timezone.now()) == []
    assert known(at - dt.timedelta(microseconds=1)) == []
    assert known(at) == [531]


def test_approve_for_a_past_time_needs_that_day_of_publication(submitted, reviewer):
    with pytest.raises(Invalid):
        releases.approve(release=submitted, by=reviewer, at=moment("2022-12-23"))


def test_later_release_supersedes_at_its_own_time(reviewer):
    indicator = make_indicator()
    for slug, day, value in [("first", "2022-06-01", 215), ("second", "2022-12-23", 216)]:
        release = make_release(slug)
        make_figure(release, indicator, value)
        publish(release, at=day)

    assert known(moment("2022-12-22")) == [215]
    assert known(moment("2022-12-23")) == [216]
    assert Observation.objects.released(timezone.now()).count() == 2


def test_ranges_follow_the_times_not_the_order_of_approval():
    indicator = make_indicator()
    for slug, day, value in [
        ("third", "2022-12-23", 3),
        ("first", "2022-06-01", 1),
        ("second", "2022-09-01", 2),
    ]:
        release = make_release(slug)
        make_figure(release, indicator, value)
        publish(release, at=day)

    assert [known(moment(day)) for day in ("2022-05-31", "2022-08-31", "2022-12-22", "2023-01-01")] == [
        [],
        [1],
        [2],
        [3],
    ]


def test_two_releases_of_the_same_figure_at_the_same_time_conflict():
    indicator = make_indicator()
    for slug in ("first", "second"):
        make_figure(make_release(slug), indicator, 1)
    publish(Release.objects.get(slug="first"), at="2022-12-23")

    with pytest.raises(Conflict):
        publish(Release.objects.get(slug="second"), at="2022-12-23")


def test_cancel_takes_an_embargo_back_and_reopens_what_it_would_supersede(submitted, reviewer):
    indicator = make_indicator()
    first = make_release("first")
    make_figure(first, indicator, 1)
    publish(first, at="2022-06-01")
    second = make_release("second")
    make_figure(second, indicator, 2)
    publish(second, at=timezone.now() + dt.timedelta(hours=1))

    cancelled = releases.cancel_approval(release=second, by=reviewer)

    assert (cancelled.state, cancelled.released_at, cancelled.decided_by) == ("submitted", None, None)
    assert known(timezone.now() + dt.timedelta(hours=2)) == [1]


def test_cancel_refuses_what_is_public(submitted, reviewer):
    releases.approve(release=submitted, by=reviewer)

    with pytest.raises(WrongState):
        releases.cancel_approval(release=submitted, by=reviewer)


def test_withdraw_leaves_the_release_and_closes_its_figures(submitted, reviewer):
    releases.approve(release=submitted, by=reviewer)
    public = timezone.now()

    releases.withdraw(release=submitted, by=reviewer, reason_zh="来源有误", reason_en="wrong source")

    assert known(public) == [531]
    assert known(timezone.now()) == []
    assert Release.objects.released(timezone.now()).get().withdrawal_reason_zh == "来源有误"


def test_withdraw_of_a_successor_does_not_bring_the_superseded_figure_back(reviewer):
    indicator = make_indicator()
    for slug, day, value in [("first", "2022-06-01", 1), ("second", "2022-12-23", 2)]:
        release = make_release(slug)
        make_figure(release, indicator, value)
        publish(release, at=day)

    releases.withdraw(
        release=Release.objects.get(slug="second"), by=reviewer, reason_zh="有误", reason_en="wrong"
    )

    assert known(timezone.now()) == []


def test_withdraw_refuses_embargo_outsider_and_missing_reason(submitted, reviewer, outsider):
    releases.approve(release=submitted, by=reviewer, at=timezone.now() + dt.timedelta(hours=1))
    with pytest.raises(WrongState):
        releases.withdraw(release=submitted, by=reviewer, reason_zh="有误", reason_en="wrong")
    with pytest.raises(NotAllowed):
        releases.withdraw(release=submitted, by=outsider, reason_zh="有误", reason_en="wrong")

    public = publish(make_release())
    with pytest.raises(Invalid):
        releases.withdraw(release=public, by=reviewer, reason_zh="有误", reason_en=" ")


def test_correct_opens_a_draft_with_the_figures_and_keeps_both_values(submitted, reviewer, editor):
    releases.approve(release=submitted, by=reviewer)
    published = timezone.now()

    correction = releases.start_correction(
        release=submitted,
        by=editor,
        records=submitted.observations.all(),
        reason_zh="录入错误",
        reason_en="typing error",
    )
    correction.observations.update(value=530, as_printed="530")
    publish(correction)

    assert (correction.kind, correction.corrects) == ("correction", submitted)
    assert known(published) == [531]
    assert known(timezone.now()) == [530]


def test_correction_is_not_submitted_while_it_repeats_what_is_in_force(submitted, reviewer, editor):
    releases.approve(release=submitted, by=reviewer)
    figure = submitted.observations.get()
    reasons = {"reason_zh": "录入错误", "reason_en": "typing error"}
    correction = releases.start_correction(release=submitted, by=editor, records=[figure], **reasons)

    with pytest.raises(Invalid) as refused:
        releases.submit(release=correction, by=editor)
    correction.observations.update(note_zh="含新区", note_en="with the new zone")

    assert str(figure) in str(refused.value)
    assert releases.submit(release=correction, by=editor).state == "submitted"


def test_correct_refuses_figures_of_another_release(submitted, reviewer, editor):
    releases.approve(release=submitted, by=reviewer)
    other = make_release()
    make_figure(other, make_indicator(), 1)

    with pytest.raises(Invalid):
        releases.start_correction(
            release=submitted,
            by=editor,
            records=other.observations.all(),
            reason_zh="错",
            reason_en="wrong",
        )


def test_delete_throws_a_draft_away_whole(editor):
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator(), 1)
    make_update(release, make_commitment(make_release()), "kept")

    releases.delete_draft(release=release, by=editor)

    assert not Release.objects.filter(slug="draft").exists()
    assert not Observation.objects.exists()
    assert not CommitmentUpdate.objects.exists()


def test_every_step_is_in_the_audit_trail(submitted, reviewer):
    releases.return_to_editors(release=submitted, by=reviewer, reason="改")

    events = submitted.events.order_by("pgh_id").values_list("state", "pgh_context__metadata__action")
    assert list(events) == [("draft", "test"), ("submitted", "submit"), ("returned", "return")]
    assert submitted.events.last().pgh_context.metadata["user"] == reviewer.pk
