"""How commitments stand, at any time: only reports speak, and silence is computed."""

import datetime as dt

import pytest

from portal.commitments.models import Commitment
from tests.world import make_commitment, make_release, make_update, moment, publish

pytestmark = pytest.mark.django_db


def promised(due: str | None) -> Commitment:
    release = make_release("june")
    commitment = make_commitment(release, "promise", due=due)
    publish(release, at="2022-06-01")
    return commitment


def report(commitment: Commitment, outcome: str, day: str, **fields) -> None:
    release = make_release()
    make_update(release, commitment, outcome, **fields)
    publish(release, at=day)


def state(day: str) -> str:
    return Commitment.objects.known_at(moment(day)).with_state(moment(day)).get().state


def test_commitment_is_pending_until_its_due_day_is_over():
    promised("2022-06-30")

    assert [state(day) for day in ("2022-06-02", "2022-06-30", "2022-07-01")] == [
        "pending",
        "pending",
        "silent",
    ]


def test_commitment_without_due_date_stays_pending():
    promised(None)

    assert state("2026-01-01") == "pending"


@pytest.mark.parametrize("outcome", ["kept", "kept_late", "partly", "changed", "not_kept"])
def test_report_ends_silence_from_its_release_on(outcome):
    report(promised("2022-06-30"), outcome, "2022-12-23")

    assert [state(day) for day in ("2022-12-22", "2022-12-23", "2026-01-01")] == ["silent", outcome, outcome]


def test_later_report_overrides_the_earlier():
    commitment = promised("2022-12-31")
    report(commitment, "partly", "2022-12-23")
    report(commitment, "kept_late", "2023-03-01")

    assert [state(day) for day in ("2023-01-15", "2023-03-02")] == ["partly", "kept_late"]


def test_changed_commitment_falls_silent_when_its_new_date_passes():
    report(promised("2022-06-30"), "changed", "2022-09-01", new_due=dt.date(2022, 12, 31))

    assert [state(day) for day in ("2022-09-02", "2022-12-31", "2023-01-01")] == [
        "changed",
        "changed",
        "silent",
    ]


def test_withdrawn_report_leaves_silence_behind(reviewer):
    from django.utils import timezone

    from portal.publishing.actions import releases
    from portal.publishing.models import Release

    commitment = promised("2022-06-30")
    report(commitment, "kept", "2022-12-23")
    withdrawn = Release.objects.exclude(slug="june").get()

    releases.withdraw(release=withdrawn, by=reviewer, reason_zh="有误", reason_en="wrong")

    now = timezone.now()
    assert Commitment.objects.known_at(now).with_state(now).get().state == "silent"
    assert state("2022-12-24") == "kept"
