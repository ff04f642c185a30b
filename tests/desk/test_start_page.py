"""The desk: what waits for an official on the first page of the admin, by role and department."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.desk.start_page import desk_of
from portal.publishing.actions import contributions, releases
from portal.publishing.models import Comment, Release
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation
from tests.world import (
    make_commitment,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def head(db) -> User:
    return make_user("head", "construction", "head")


def desk(user: User) -> dict[str, int]:
    return {block.code: block.count for block in desk_of(User.objects.get(pk=user.pk))}


def make_submitted(slug: str, by: User) -> Release:
    release = make_release(slug, by=by)
    make_figure(release, make_indicator(), 5)
    return releases.submit(release=release, by=by)


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def make_work(number: int, editor: User, reviewer: User) -> None:
    """One of each thing that waits."""
    draft = make_release(f"draft-{number}", by=editor)
    contributions.ask(
        release=draft,
        department=make_department("health"),
        by=editor,
        due_at=timezone.now() - dt.timedelta(hours=1),
    )
    returned = make_submitted(f"returned-{number}", editor)
    Comment.objects.create(
        release=returned,
        content_type=ContentType.objects.get_for_model(Observation),
        object_id=1,
        row="row",
        text="Sure?",
        by=reviewer,
        at=timezone.now(),
    )
    releases.return_to_editors(release=returned, by=reviewer, reason="Look again")
    make_submitted(f"submitted-{number}", editor)
    scheduled = make_release(f"scheduled-{number}", by=editor)
    publish(scheduled, timezone.now() + dt.timedelta(days=3))
    public = make_release(f"public-{number}", by=editor)
    make_commitment(public, due=today(10))
    make_commitment(public, due=today(-10))
    make_commitment(public, due=today(100))
    make_figure(public, make_indicator(frequency="M", expected_after=10), 5)
    publish(public)


def test_desk_says_what_waits_by_role(editor, reviewer, head, outsider, administrator):
    make_work(1, editor, reviewer)

    own = {"returned": 1, "drafts": 1, "awaited": 1, "scheduled": 1, "promised": 2, "expected": 1}
    assert desk(editor) == own
    assert desk(head) == own | {"review": 1}
    assert desk(reviewer) == {"review": 1, "awaited": 1, "scheduled": 1, "promised": 2, "expected": 1}
    assert desk(outsider) == {"asked": 1}
    assert desk(administrator) == own | {"asked": 1, "opening": 1}
    assert desk(make_user("nobody", None, "editor")) == {}


def test_desk_keeps_from_a_reviewer_what_they_edited(editor):
    both = make_user("both", "construction", "editor", "reviewer")
    make_submitted("mine", both)
    make_submitted("theirs", editor)

    [block] = [block for block in desk_of(both) if block.code == "review"]

    assert [entry.title for entry in block.entries] == ["Release theirs"]


@pytest.mark.slow("1.8 s: opens several large pages of the desk")
def test_desk_page_shows_rows_with_links_that_open(editor, reviewer, client):
    make_work(1, editor, reviewer)
    client.force_login(editor)

    page = client.get(reverse("admin:index"))

    blocks = page.context["waiting"]
    assert [block.code for block in blocks] == [
        "returned",
        "drafts",
        "awaited",
        "scheduled",
        "promised",
        "expected",
    ]
    assert {client.get(entry.address).status_code for block in blocks for entry in block.entries} == {200}
    assert "comments without an answer: 1" in page.content.decode()
    for block in blocks:
        assert client.get(block.more).context["cl"].result_count == block.count, block.code


def test_scheduled_release_counts_down_without_a_script(editor, client):
    publish(make_release("soon", by=editor), timezone.now() + dt.timedelta(days=3, minutes=1))
    client.force_login(editor)

    [block] = client.get(reverse("admin:index")).context["waiting"]

    assert block.entries[0].detail.endswith("in 3\xa0days")


def test_clear_desk_says_so(editor, client):
    client.force_login(editor)

    page = client.get(reverse("admin:index"))

    assert "Your desk is clear" in page.content.decode()


@pytest.mark.slow("1.3 s: counts the queries of several large pages")
def test_desk_asks_the_same_for_one_row_as_for_three(editor, reviewer, client):
    make_work(1, editor, reviewer)
    client.force_login(editor)
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("admin:index"))
    make_work(2, editor, reviewer)
    make_work(3, editor, reviewer)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("admin:index"))

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("frequency", "last", "expected"),
    [
        ("M", "2024-02-29", "2024-03-31"),
        ("Q", "2022-03-31", "2022-06-30"),
        ("S", "2022-06-30", "2022-12-31"),
        ("A", "2023-12-31", "2024-12-31"),
        ("M", "2022-12-23", "2023-01-23"),
    ],
)
def test_next_figure_is_expected_one_period_later(frequency, last, expected, editor):
    indicator = make_indicator(basis="point", frequency=frequency, expected_after=10)
    release = make_release(by=editor)
    make_figure(release, indicator, 5, period_end=dt.date.fromisoformat(last))
    publish(release)

    found = Indicator.objects.overdue(timezone.now()).get()

    assert found.expected_by == dt.date.fromisoformat(expected) + dt.timedelta(days=10)


def test_figure_is_not_overdue_without_a_frequency_or_before_its_day(editor):
    release = make_release(by=editor)
    make_figure(release, make_indicator(basis="point"), 5)
    make_figure(release, make_indicator(basis="point", frequency="M"), 5, period_end=today())
    make_indicator(basis="point", frequency="M")
    publish(release)

    assert not Indicator.objects.overdue(timezone.now()).exists()


def test_desk_page_is_shown_in_chinese(editor, reviewer, client):
    make_work(1, editor, reviewer)
    client.cookies["django_language"] = "zh-hans"
    client.force_login(editor)

    page = client.get(reverse("admin:index"))

    shown = page.content.decode()
    assert "待办事项" in shown
    assert "在列表中查看" not in shown  # all of it is on the desk
