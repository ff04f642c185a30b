"""How commitments stand, at any time: only reports speak, and silence is computed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.commitments.models import Commitment
from portal.commitments.validation import inferred_day_is_explained
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.audit import acting
from tests.projects.world import link_commitment, make_project, make_report
from tests.world import (
    commit,
    make_commitment,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_update,
    make_user,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db
DEC = "2022-12-23"


def promised(due: str | None, **fields) -> Commitment:
    release = make_release("june")
    commitment = make_commitment(release, "promise", due=due, **fields)
    publish(release, at="2022-06-01")
    return commitment


def report(commitment: Commitment, outcome: str, day: str, **fields) -> Release:
    release = make_release()
    make_update(release, commitment, outcome, **fields)
    return publish(release, at=day)


def row(day: str) -> Commitment:
    return Commitment.objects.known_at(moment(day)).with_state(moment(day)).get()


def states(*days: str) -> list[str]:
    return [row(day).state for day in days]


def test_commitment_is_not_heard_of_until_its_department_publishes():
    promised("2022-06-30")
    publish(make_release(department="health"), at="2022-08-01")
    publish(make_release(), at=DEC)

    assert states("2022-06-02", "2022-06-30", "2022-07-01", "2022-12-22", DEC) == [
        "pending",
        "pending",
        "not_heard",
        "not_heard",
        "silent",
    ]
    assert [row(day).published_since for day in ("2022-12-22", DEC)] == [None, dt.date(2022, 12, 23)]


def test_commitment_is_passed_over_by_a_release_that_its_department_contributes_to():
    promised("2022-06-30")
    joint = make_release("joint", department="party-office")
    make_section(joint, "2", department=make_department("construction"))
    publish(joint, at=DEC)

    assert states("2022-12-22", DEC) == ["not_heard", "silent"]


@pytest.mark.parametrize("day", ["2022-06-15", "2022-06-30"])
def test_release_by_the_due_day_passes_nothing_over(day):
    promised("2022-06-30")
    publish(make_release(), at=day)

    assert states(DEC) == ["not_heard"]


def test_document_of_an_earlier_day_passes_nothing_over():
    promised("2022-06-30")
    publish(make_release("late-entry", published_on=dt.date(2022, 6, 20)))

    now = timezone.now()
    assert Commitment.objects.known_at(now).with_state(now).get().state == "not_heard"


def test_correction_passes_nothing_over(reviewer):
    promised("2022-06-30")
    june = Release.objects.get(slug="june")
    by = make_user("corrector", "construction", "editor")
    texts = {"kind": "correction", "corrects": june, "reason_zh": "有误", "reason_en": "wrong"}
    publish(make_release("correction", by=by, **texts), at=DEC)

    assert states("2023-01-01") == ["not_heard"]


def test_withdrawn_release_passes_nothing_over(reviewer):
    promised("2022-06-30")
    december = publish(make_release("december"), at=DEC)
    releases.withdraw(release=december, by=reviewer, reason_zh="有误", reason_en="wrong")

    now = timezone.now()
    assert states("2023-01-01") == ["silent"]
    assert Commitment.objects.known_at(now).with_state(now).get().state == "not_heard"


def test_result_published_since_is_no_silence():
    indicator = make_indicator("estates")
    june = make_release("june")
    target = make_figure(june, indicator, 14, kind="target", period_end=dt.date(2022, 12, 31))
    make_commitment(june, "promise", due="2022-06-30", series=target.series)
    publish(june, at="2022-06-01")
    july, december = make_release("july"), make_release("december")
    next_year = {"period_start": dt.date(2023, 1, 1), "period_end": dt.date(2023, 12, 31)}
    make_figure(july, indicator, 15, kind="target", series=target.series, **next_year)
    make_figure(december, indicator, 13, series=target.series)
    publish(july, at="2022-07-15")
    publish(december, at=DEC)

    assert states("2022-07-14", "2022-07-15", DEC) == ["not_heard", "silent", "mentioned"]


def test_progress_of_its_project_is_no_silence():
    june, december = make_release("june"), make_release("december")
    project = make_project("estate")
    make_report(june, project)
    link_commitment(june, project, make_commitment(june, "promise", due="2022-06-30"))
    make_report(december, project, as_at=dt.date(2022, 12, 23))
    publish(june, at="2022-06-01")
    publish(december, at=DEC)

    assert states("2022-12-22", DEC) == ["not_heard", "mentioned"]


def test_commitment_without_due_date_is_never_due():
    promised(None)
    publish(make_release(), at=DEC)

    assert states("2022-06-02", "2026-01-01") == ["no_date", "no_date"]
    assert [row(day).published_since for day in ("2022-06-02", "2026-01-01")] == [None, dt.date(2022, 12, 23)]


def test_direction_of_work_is_never_due():
    promised(None, kind="direction")
    publish(make_release(), at=DEC)

    assert states("2022-06-02", "2026-01-01") == ["direction", "direction"]


@pytest.mark.parametrize("outcome", ["kept", "kept_late", "partly", "changed", "not_kept"])
def test_report_ends_silence_from_its_release_on(outcome):
    report(promised("2022-06-30"), outcome, DEC)

    assert states("2022-12-22", DEC, "2026-01-01") == ["not_heard", outcome, outcome]


def test_later_report_overrides_the_earlier():
    commitment = promised("2022-12-31")
    report(commitment, "partly", DEC)
    report(commitment, "kept_late", "2023-03-01")

    assert states("2023-01-15", "2023-03-02") == ["partly", "kept_late"]


def test_changed_commitment_is_due_again_when_its_new_date_passes():
    report(promised("2022-06-30"), "changed", "2022-09-01", new_due=dt.date(2022, 12, 31))
    publish(make_release(), at="2023-02-01")

    assert states("2022-09-02", "2022-12-31", "2023-01-01", "2023-02-01") == [
        "changed",
        "changed",
        "not_heard",
        "silent",
    ]


def test_withdrawn_report_leaves_no_outcome_behind(reviewer):
    commitment = promised("2022-06-30")
    withdrawn = report(commitment, "kept", DEC)

    releases.withdraw(release=withdrawn, by=reviewer, reason_zh="有误", reason_en="wrong")

    now = timezone.now()
    assert Commitment.objects.known_at(now).with_state(now).get().state == "not_heard"
    assert states("2022-12-24") == ["kept"]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "direction", "due": dt.date(2022, 6, 30)}, "commitment_direction_never_due"),
        ({"due": None, "due_reason_zh": "七一", "due_reason_en": "1 July"}, "commitment_reason_has_due_day"),
    ],
)
def test_due_day_fits_the_kind_in_the_database(editor, fields, constraint):
    release = make_release(by=editor)

    with acting(editor, action="test"), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_commitment(release, **fields)
    assert connection.is_usable()


def test_page_and_json_follow_the_clock_over_the_due_day(client, monkeypatch):
    due = timezone.localdate() + dt.timedelta(days=30)
    release = make_release("june")
    make_commitment(release, "promise", due=due)
    publish(release)
    commit()
    midnight = timezone.make_aware(dt.datetime.combine(due + dt.timedelta(days=1), dt.time()))
    found = []

    for instant in (midnight - dt.timedelta(seconds=1), midnight):
        monkeypatch.setattr(timezone, "now", lambda instant=instant: instant)
        page = client.get("/commitments/promise/")
        answer = client.get("/api/v1/commitments/promise").json()
        found.append((page.context["commitment"].state, answer["state"], page["ETag"]))

    (*before, etag), (*after, later_etag) = found
    assert (before, after) == (["pending", "pending"], ["not_heard", "not_heard"])
    assert etag != later_etag


@pytest.mark.parametrize(
    ("printed", "reason", "is_found"),
    [
        ("2022年", "", True),
        ("预计6月", "", True),
        ("春节前", "", True),
        ("2022年", "按该年最后一天计。", False),
        ("6月底前", "", False),
        ("6月30日", "", False),
        ("2022-06-30", "", False),
        ("", "", False),
    ],
)
def test_due_day_that_the_document_does_not_print_needs_a_reason(printed, reason, is_found):
    one = Commitment(due=dt.date(2022, 12, 31), due_printed_zh=printed, due_reason_zh=reason)

    assert [finding.field for finding in inferred_day_is_explained(one, None)] == ["due_reason_zh"] * is_found
