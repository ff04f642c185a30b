"""Two officials act at once, each on a connection of their own."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Conflict, Invalid, Refused, WrongState
from portal.statistics.models import Observation
from tests.world import AsPrinted, make_figure, make_indicator, make_release, make_user, moment, publish

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions together; what each returned or raised, in their order."""
    outcomes: list[object] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(number: int, action: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            outcomes[number] = action()
        except Exception as error:  # noqa: BLE001 - the outcome is what is tested
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def failures(outcomes: list[object]) -> list[type]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture
def submitted() -> Release:
    release = make_release()
    make_figure(release, make_indicator(), 1)
    return releases.submit(release=release, by=make_user("submitter", "construction", "editor"))


def test_two_reviewers_approving_and_returning_at_once_decide_once(submitted):
    first, second = (make_user(name, "construction", "reviewer") for name in ("first", "second"))

    outcomes = at_once(
        lambda: releases.approve(release=submitted, by=first),
        lambda: releases.return_to_editors(release=submitted, by=second, reason="改"),
    )

    assert failures(outcomes) == [WrongState]
    assert Release.objects.get().state in {"approved", "returned"}


def test_two_approvals_of_one_release_at_once_sign_it_once(submitted):
    reviewers = [make_user(name, "construction", "reviewer") for name in "abcd"]

    outcomes = at_once(*(lambda by=by: releases.approve(release=submitted, by=by) for by in reviewers))

    assert failures(outcomes) == [WrongState] * 3


def test_releases_of_the_same_figure_approved_at_once_form_one_chain():
    indicator = make_indicator()
    drafts = []
    for number in range(4):
        release = make_release(f"r{number}", published_on=f"2022-0{number + 1}-01")
        make_figure(release, indicator, number)
        drafts.append(releases.submit(release=release, by=make_user(f"e{number}", "construction", "editor")))
    reviewer = make_user("reviewer", "construction", "reviewer")

    outcomes = at_once(
        *(
            lambda r=release, n=number: releases.approve(
                release=r, by=reviewer, at=moment(f"2022-0{n + 1}-01"), reasons=AsPrinted()
            )
            for number, release in enumerate(drafts)
        )
    )

    assert failures(outcomes) == []
    known = [
        int(Observation.objects.known_at(moment(f"2022-0{number + 1}-15")).get().value) for number in range(4)
    ]
    assert known == [0, 1, 2, 3]


def test_same_figure_approved_at_once_for_the_same_time_is_refused_once():
    indicator = make_indicator()
    drafts = []
    for number in range(2):
        release = make_release(f"r{number}")
        make_figure(release, indicator, number)
        drafts.append(releases.submit(release=release, by=make_user(f"e{number}", "construction", "editor")))
    reviewer = make_user("reviewer", "construction", "reviewer")
    at = timezone.now() + dt.timedelta(hours=1)

    outcomes = at_once(
        *(lambda r=r: releases.approve(release=r, by=reviewer, at=at, reasons=AsPrinted()) for r in drafts)
    )

    assert failures(outcomes) == [Conflict]
    assert Observation.objects.known_at(at).count() == 1


def test_edit_and_submission_at_once_leave_no_unreviewed_figure():
    release = make_release()
    indicators = [make_indicator() for _ in range(6)]
    make_figure(release, indicators[0], 0)
    submitter = make_user("submitter", "construction", "editor")

    def add(indicator: object) -> str:
        with transaction.atomic():
            make_figure(release, indicator, 1)
            return timezone.now().isoformat()

    outcomes = at_once(
        lambda: releases.submit(release=release, by=submitter), *(lambda i=i: add(i) for i in indicators[1:])
    )

    assert set(failures(outcomes)) <= {IntegrityError}
    added = sum(isinstance(outcome, str) for outcome in outcomes)
    assert release.observations.count() == 1 + added
    assert Release.objects.get(pk=release.pk).state == "submitted"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(release, make_indicator(), 1)


def test_cancel_and_withdraw_at_once_are_never_both_done():
    release = make_release()
    make_figure(release, make_indicator(), 1)
    publish(release, at=timezone.now() + dt.timedelta(seconds=3))
    reviewer = make_user("canceller", "construction", "reviewer")

    outcomes = at_once(
        lambda: releases.cancel_approval(release=release, by=reviewer),
        lambda: releases.withdraw(release=release, by=reviewer, reason_zh="误", reason_en="wrong"),
    )

    assert all(isinstance(outcome, Refused | Release) for outcome in outcomes)
    assert len(failures(outcomes)) >= 1


def test_embargo_that_ends_while_its_approval_is_cancelled_makes_the_release_public(submitted):
    reviewer = make_user("late", "construction", "reviewer")
    release = releases.approve(
        release=submitted, by=reviewer, at=timezone.now() + dt.timedelta(seconds=1), reasons=AsPrinted()
    )
    figure = Observation.objects.get()

    def hold_the_figure() -> None:
        """Until the embargo is over: the cancellation has found it in force, and waits for this row."""
        with transaction.atomic():
            Observation.objects.select_for_update().get(pk=figure.pk)
            held.wait(timeout=10)
            time.sleep(1.1)

    def cancel() -> None:
        held.wait(timeout=10)
        releases.cancel_approval(release=release, by=reviewer)

    held = threading.Barrier(2)
    outcomes = at_once(hold_the_figure, cancel)

    release.refresh_from_db()
    assert failures(outcomes) == [WrongState]
    assert (release.state, release.is_public(timezone.now())) == ("approved", True)
    assert Observation.objects.known_at(timezone.now()).get() == figure


def test_correction_asked_for_five_times_at_once_is_opened_once():
    editor = make_user("editor", "construction", "editor")
    release = make_release("return", by=editor)
    figure = make_figure(release, make_indicator(), 5)
    publish(release)
    about = {"release": release, "by": editor, "records": [figure]}
    reasons = {"reason_zh": "写错了", "reason_en": "It was wrong"}

    outcomes = at_once(*[lambda: releases.start_correction(**about, **reasons)] * 5)

    assert failures(outcomes) == [Invalid] * 4
    assert Release.objects.filter(kind="correction").count() == 1


def test_two_corrections_of_one_figure_approved_at_once_never_take_each_other_back():
    """The second names a version that is no longer in force, whichever is first."""
    editor, reviewer = (make_user(role, "construction", role) for role in ("editor", "reviewer"))
    release = make_release("return", by=editor)
    figure = make_figure(release, make_indicator(basis="point"), 1000)
    publish(release)
    about = {"kind": "correction", "corrects": release, "reason_zh": "因", "reason_en": "A misprint"}
    drafts = []
    for value in (2000, 3000):
        draft = make_release(f"to-{value}", by=editor, **about)
        make_figure(draft, figure.series.indicator, value, series=figure.series)
        drafts.append(releases.submit(release=draft, by=editor))

    outcomes = at_once(
        *(lambda draft=draft: releases.approve(release=draft, by=reviewer) for draft in drafts)
    )

    assert failures(outcomes) == [Invalid]
    first = next(
        draft for draft, outcome in zip(drafts, outcomes, strict=True) if isinstance(outcome, Release)
    )
    assert Observation.objects.known_at(timezone.now()).get().release == first
