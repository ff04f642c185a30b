"""What stage, percentage and due date follow from the records known at a time."""

import datetime as dt
from decimal import Decimal

import pytest

from portal.publishing.models import ReleasedRecord
from projects.models import Funding, Milestone, ProgressReport, WorkItem
from projects.status_history import (
    completion_of,
    due_of,
    progress_of,
    qualifier_of_completion,
    states_of,
    weighted_completion,
)

JUNE, DECEMBER = (dt.datetime(2022, month, 1, tzinfo=dt.UTC) for month in (6, 12))
MAY, AUTUMN = dt.date(2022, 5, 31), dt.date(2022, 11, 30)


def report(day: dt.date = MAY, released: dt.datetime = JUNE, **fields: object) -> ProgressReport:
    return ProgressReport(undertaking_id=1, as_at=day, released_at=released, **fields)


def with_days(*records: ReleasedRecord) -> list[ReleasedRecord]:
    """As they are read: each with the day of its release."""
    for one in records:
        one.day = one.released_at.date()
    return list(records)


def item(code: str, **fields: object) -> WorkItem:
    return WorkItem(undertaking_id=1, code=code, released_at=JUNE, **fields)


def test_newest_stage_and_newest_percentage_count_each_for_itself():
    reports = [report(AUTUMN, stage="implementation"), report(MAY, stage="preparation", percent=Decimal(40))]

    progress = progress_of([], reports)

    assert (progress.stage, progress.percent, progress.as_at) == ("implementation", 40, AUTUMN)
    assert not progress.is_computed


def test_percentage_from_before_the_end_is_not_shown_after_it():
    reports = [report(AUTUMN, stage="completion"), report(MAY, stage="implementation", percent=Decimal(95))]

    progress = progress_of([], reports)

    assert progress.percent is None
    assert progress.is_finished


def test_of_two_reports_as_at_the_same_day_the_later_released_counts():
    progress = progress_of([], [report(percent=Decimal(50)), report(released=DECEMBER, percent=Decimal(45))])

    assert progress.percent == 45


def test_percentage_is_computed_from_declared_weights_and_not_from_what_was_stated():
    items = [item("road", weight=Decimal(3), planned_quantity=Decimal(200)), item("trees", weight=Decimal(1))]
    reports = [
        report(work_item="road", quantity=Decimal(50)),
        report(work_item="trees", percent=Decimal(100)),
        report(percent=Decimal(90)),
    ]

    progress = progress_of(items, reports)

    assert (progress.percent, progress.is_computed) == (Decimal("43.75"), True)


@pytest.mark.parametrize(
    ("items", "reports"),
    [
        ([], []),
        ([item("road")], [report(work_item="road", percent=Decimal(10))]),
        ([item("road", weight=1), item("trees", weight=1)], [report(work_item="road", percent=Decimal(10))]),
        ([item("road", weight=1)], [report(work_item="road", quantity=Decimal(10))]),
    ],
    ids=["no items", "no weight", "an item without report", "no planned quantity"],
)
def test_nothing_is_computed_from_a_part(items, reports):
    assert weighted_completion(items, reports) is None


def test_more_than_planned_is_all_of_it():
    done = completion_of(
        item("road", planned_quantity=Decimal(100)), [report(work_item="road", quantity=Decimal(120))]
    )

    assert done == 100


@pytest.mark.parametrize(
    ("done", "expected"),
    [("99999999", "99.9999"), ("1", "0.0001"), ("0", "0.0000"), ("100000000", "100.0000"), ("50", "0.0001")],
)
def test_whole_is_done_or_not_begun_only_if_every_item_is(done, expected):
    items = [item("road", planned_quantity=Decimal(100_000_000), weight=1)]

    found = weighted_completion(items, [report(work_item="road", quantity=Decimal(done))])

    assert str(found) == expected


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (("", ""), ""),
        (("over", ""), "over"),
        (("over", "at_least"), "at_least"),
        (("over", "nearly"), "about"),
    ],
)
def test_computed_percentage_has_the_weakest_qualifier_of_its_items(qualifiers, expected):
    items = [item("road", weight=1), item("trees", weight=1)]
    reports = [
        report(work_item=one.code, percent=Decimal(50), qualifier=qualifier)
        for one, qualifier in zip(items, qualifiers, strict=True)
    ]

    assert progress_of(items, reports).qualifier == expected


@pytest.mark.parametrize(
    ("planned", "done", "stated", "expected"),
    [("about", "", 50, "about"), ("", "over", 50, "over"), ("", "over", 100, ""), ("", "", 50, "")],
)
def test_quotient_is_as_rough_as_its_quantities(planned, done, stated, expected):
    road = item("road", planned_quantity=Decimal(100), qualifier=planned)

    found = qualifier_of_completion(
        road, [report(work_item="road", quantity=Decimal(stated), qualifier=done)]
    )

    assert found == expected


def test_first_open_end_is_when_it_is_due():
    milestones = [
        Milestone(kind="start", due=dt.date(2022, 1, 1)),
        Milestone(kind="completion", due=dt.date(2022, 6, 30), is_met=True),
        Milestone(kind="handover", due=dt.date(2022, 9, 30)),
        Milestone(kind="completion", due=dt.date(2022, 12, 31)),
        Milestone(kind="completion"),
    ]

    assert due_of(milestones) == dt.date(2022, 9, 30)
    assert due_of([]) is None


def test_state_lasts_as_long_as_the_same_records_are_known():
    first = report(stage="preparation", superseded_at=None)
    corrected = Funding(
        undertaking_id=1, source="total", kind="planned", amount=5, released_at=JUNE, superseded_at=DECEMBER
    )
    correction = Funding(undertaking_id=1, source="total", kind="planned", amount=6, released_at=DECEMBER)

    before, after = states_of(with_days(first, corrected, correction))

    assert (before.known_from, before.known_until) == (JUNE, DECEMBER)
    assert (after.known_from, after.known_until) == (DECEMBER, None)
    assert (before.reported_at, after.reported_at) == (JUNE, DECEMBER)
    assert (before.reported_on, after.reported_on) == (JUNE.date(), DECEMBER.date())
    assert after.stage == "preparation"


def test_nothing_is_known_after_all_records_were_withdrawn():
    (only,) = states_of(with_days(report(stage="preparation", superseded_at=DECEMBER)))

    assert (only.known_from, only.known_until) == (JUNE, DECEMBER)
