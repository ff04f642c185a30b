"""Corrections replace the versions that they were compared with; approvals bind to what the reviewer has seen."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Invalid, NotAllowed
from portal.statistics.models import Observation
from tests.world import make_figure, make_indicator, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WHY = {"reason_zh": "写错了", "reason_en": "It was wrong"}


@pytest.fixture
def figure(editor) -> Observation:
    release = make_release("return", by=editor)
    figure = make_figure(release, make_indicator("cases", basis="point"), 1000)
    publish(release, "2022-06-01")
    figure.refresh_from_db()
    return figure


@pytest.fixture
def second(figure) -> Observation:
    """Another figure of the same release, for a correction that begins without the first."""
    release = make_release("more")
    made = make_figure(release, make_indicator("gangs", basis="point"), 7)
    publish(release, "2022-06-01")
    made.refresh_from_db()
    return made


def correct(figure: Observation, by) -> Release:
    return releases.start_correction(release=figure.release, by=by, records=[figure], **WHY)


def set_value(correction: Release, value: int) -> None:
    Observation.objects.filter(release=correction).update(value=value)


def overtaken(figure: Observation, by) -> Release:
    """A correction whose figure another release restates after it was begun."""
    correction = correct(figure, by)
    set_value(correction, 1001)
    other = make_release("other")
    make_figure(other, figure.series.indicator, 2000, series=figure.series)
    publish(other)
    return correction


def in_force(figure: Observation) -> int:
    return int(Observation.objects.known_at(timezone.now()).get(series=figure.series).value)


def test_correction_of_what_somebody_else_has_corrected_since_is_refused(figure, editor):
    correction = overtaken(figure, editor)

    with pytest.raises(
        Invalid, match="“Release other” has changed these since the correction was begun: Indicator cases"
    ):
        releases.submit(release=correction, by=editor)

    assert in_force(figure) == 2000


def test_submitted_correction_of_what_was_corrected_since_is_not_approved(figure, editor, reviewer):
    correction = correct(figure, editor)
    set_value(correction, 1001)
    releases.submit(release=correction, by=editor)
    other = make_release("other")
    make_figure(other, figure.series.indicator, 2000, series=figure.series)
    publish(other)

    with pytest.raises(Invalid, match="has changed these since the correction was begun"):
        releases.approve(release=correction, by=reviewer)

    assert in_force(figure) == 2000


def test_correction_of_a_figure_withdrawn_since_is_refused(figure, editor, reviewer):
    correction = correct(figure, editor)
    set_value(correction, 1001)
    releases.withdraw(release=figure.release, by=reviewer, **WHY)

    with pytest.raises(Invalid, match="“Release return” has changed these"):
        releases.submit(release=correction, by=editor)


def test_correction_compared_again_replaces_what_is_in_force(figure, editor, reviewer):
    correction = overtaken(figure, editor)
    releases.compare_again(release=correction, by=editor, seen=releases.beside(correction))
    releases.submit(release=correction, by=editor)

    releases.approve(release=correction, by=reviewer)

    assert in_force(figure) == 1001


def test_comparison_of_what_has_changed_once_more_is_refused(figure, editor):
    correction = overtaken(figure, editor)
    seen = releases.beside(correction)
    third = make_release("third")
    make_figure(third, figure.series.indicator, 3000, series=figure.series)
    publish(third)

    with pytest.raises(Invalid, match="“Release third” has changed these since you opened this page"):
        releases.compare_again(release=correction, by=editor, seen=seen)


def test_other_figures_that_change_do_not_touch_a_correction(figure, second, editor, reviewer):
    correction = correct(figure, editor)
    set_value(correction, 1001)
    other = make_release("other")
    make_figure(other, second.series.indicator, 8, series=second.series)
    publish(other)
    releases.submit(release=correction, by=editor)

    releases.approve(release=correction, by=reviewer)

    assert in_force(figure) == 1001


def test_approval_binds_to_what_the_reviewer_has_seen(figure, editor, reviewer):
    release = make_release("december", by=editor)
    make_figure(release, figure.series.indicator, 1500, series=figure.series)
    releases.submit(release=release, by=editor)
    seen = releases.beside(release)
    other = make_release("other")
    make_figure(other, figure.series.indicator, 2000, series=figure.series)
    publish(other)
    reasons = {result.key: ("原", "As printed") for result in release.checkresults.failed()}

    with pytest.raises(
        Invalid, match="“Release other” has changed these since you opened this page: Indicator cases"
    ):
        releases.approve(release=release, by=reviewer, reasons=reasons, seen=seen)

    assert in_force(figure) == 2000


def test_nothing_changes_under_a_release_that_waits_for_its_time(figure, editor, reviewer):
    waiting = make_release("waiting", by=editor)
    make_figure(waiting, figure.series.indicator, 1500, series=figure.series)
    publish(waiting, timezone.now() + dt.timedelta(days=2))
    correction = correct(figure, editor)
    set_value(correction, 1001)
    releases.compare_again(release=correction, by=editor, seen=releases.beside(correction))
    releases.submit(release=correction, by=editor)

    with pytest.raises(Invalid, match="“Release waiting” is approved for .* Cancel that approval first"):
        releases.approve(release=correction, by=reviewer)
    releases.cancel_approval(release=waiting, by=reviewer)
    releases.approve(release=correction, by=reviewer)

    assert in_force(figure) == 1001


def test_figure_is_corrected_in_one_draft_at_a_time(figure, editor):
    first = correct(figure, editor)

    with pytest.raises(Invalid, match="already being corrected in “Correction: Release return”"):
        correct(figure, editor)

    assert Release.objects.filter(kind="correction").get() == first


def test_every_correction_says_since_when_it_was_compared(figure, editor):
    about = {"kind": "correction", "corrects": figure.release, **WHY}

    correction = make_release("by-workbook", by=editor, **about)
    correction.refresh_from_db()

    assert timezone.now() - correction.compared_at < dt.timedelta(minutes=1)
    Release.objects.filter(pk=correction.pk).update(compared_at=None)
    correction.refresh_from_db()
    assert timezone.now() - correction.compared_at < dt.timedelta(minutes=1)
    with pytest.raises(IntegrityError, match="release_only_corrections_compared"), transaction.atomic():
        Release.objects.filter(pk=make_release("other").pk).update(compared_at=timezone.now())


def test_comparison_is_not_renewed_after_submission(figure, editor):
    correction = correct(figure, editor)
    set_value(correction, 1001)
    releases.submit(release=correction, by=editor)

    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Release.objects.filter(pk=correction.pk).update(compared_at=timezone.now())


def test_other_official_may_not_say_that_they_compared(figure, editor):
    correction = overtaken(figure, editor)

    with pytest.raises(NotAllowed):
        releases.compare_again(
            release=correction, by=make_user("nurse", "health", "editor"), seen=releases.beside(correction)
        )
