"""Two officials answer the same comment, or save the same return sheet, at the same moment, each on a connection."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from portal.publishing.actions import comments, releases
from portal.publishing.models import Comment, Release
from portal.records.errors import Conflict, Invalid
from portal.staff.models import User
from portal.statistics.actions import Figure, SavedSheet, explain, fill_sheet
from portal.statistics.models import CheckResult, Observation, Series
from portal.statistics.return_form import Span, as_text
from tests.desk.test_edit_conflicts import box, opened, page_of, told
from tests.publishing.test_concurrency import at_once, failures
from tests.world import make_everything, make_figure, make_indicator, make_release, make_series, make_user

pytestmark = pytest.mark.django_db(transaction=True)

MAY = Span(dt.date(2023, 5, 1), dt.date(2023, 5, 31))
EMPTY = as_text(None)


def editors(*names: str) -> list[User]:
    return [make_user(name, "construction", "editor") for name in names]


@pytest.fixture
def comment() -> Comment:
    """On the figure of a release that was returned."""
    release, reviewer = make_release("returned"), make_user("reviewer", "construction", "reviewer")
    figure = make_figure(release, make_indicator("roads"), 1)
    releases.submit(release=release, by=make_user("submitter", "construction", "editor"))
    (made,) = comments.add(release=release, by=reviewer, comments=[(figure, "Why?")])
    releases.return_to_editors(release=release, by=reviewer, reason="See the comment")
    return made


@pytest.fixture
def draft() -> Release:
    return make_release("return", kind="statistical_return")


def homes(code: str = "homes") -> Series:
    return make_series(make_indicator(code, basis="point"))


def posting(user: User, address: str, data: dict) -> Callable[[], object]:
    """The request of a browser in which the official is signed in."""
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.force_login(user)
    return lambda: browser.post(address, data)


def saving(
    draft: Release, by: User, series: Series, value: int, seen: dict = EMPTY
) -> Callable[[], SavedSheet]:
    rows = {str(series.pk): Figure(value=Decimal(value), seen=seen)}
    return lambda: fill_sheet(release=draft, department=draft.department, span=MAY, rows=rows, by=by)


def test_two_answers_at_once_to_one_comment_leave_the_first(comment):
    officials = editors("one", "two", "three")

    outcomes = at_once(
        *(
            lambda by=by: comments.answer(release=comment.release, by=by, answers={comment.pk: by.username})
            for by in officials
        )
    )

    kept = Comment.objects.get()
    winner = next(by for by, outcome in zip(officials, outcomes, strict=True) if outcome == 1)
    assert failures(outcomes) == [Conflict, Conflict]
    assert (kept.answer, kept.answered_by) == (winner.username, winner)


def test_two_answers_posted_at_once_tell_the_second_who_was_first(comment):
    address = reverse("admin:portal_release_comments", args=[comment.release_id])
    posts = [posting(by, address, {f"answer-{comment.pk}": by.username}) for by in editors("one", "two")]

    answers = at_once(*posts)

    words = [
        "".join(str(one) for one in answer.wsgi_request._messages._queued_messages) for answer in answers
    ]
    first = Comment.objects.get().answered_by
    assert sorted(answer.status_code for answer in answers) == [302, 303]
    assert sum(f"{first} has already answered this" in said for said in words) == 1


def test_same_row_of_a_sheet_saved_at_once_is_written_once(draft):
    series, (one, two) = homes(), editors("one", "two")

    outcomes = at_once(saving(draft, one, series, 1), saving(draft, two, series, 2))

    assert sorted(len(outcome.conflicts) for outcome in outcomes) == [0, 1]
    written = next(value for value, outcome in enumerate(outcomes, 1) if outcome.written)
    assert Observation.objects.get().value == written


def test_same_row_changed_at_once_keeps_what_was_saved_first(draft):
    series, (one, two, three) = homes(), editors("one", "two", "three")
    saving(draft, three, series, 3)()
    seen = as_text(Observation.objects.get())

    outcomes = at_once(saving(draft, one, series, 1, seen), saving(draft, two, series, 2, seen))

    assert sorted(len(outcome.conflicts) for outcome in outcomes) == [0, 1]
    written = next(value for value, outcome in enumerate(outcomes, 1) if outcome.written)
    assert Observation.objects.get().value == written


def test_different_rows_of_a_sheet_saved_at_once_are_all_written(draft):
    rows = [homes(f"homes-{number}") for number in range(4)]
    officials = editors("one", "two", "three", "four")

    outcomes = at_once(*(saving(draft, by, row, 7) for by, row in zip(officials, rows, strict=True)))

    assert failures(outcomes) == []
    assert Observation.objects.filter(release=draft, value=7).count() == 4
    assert set(draft.editors.all()) >= set(officials)


def test_same_sheet_posted_at_once_tells_the_second_what_the_first_wrote(draft):
    series = homes()
    query = {"start": MAY.start.isoformat(), "end": MAY.end.isoformat()}
    address = reverse("admin:portal_release_return", args=[draft.pk, draft.department_id], query=query)
    row = {f"row-{series.pk}-status": "normal", f"row-{series.pk}-seen": json.dumps(EMPTY)}
    posts = [
        posting(by, address, {**row, f"row-{series.pk}-value": value})
        for by, value in zip(editors("one", "two"), (1000, 2000), strict=True)
    ]

    answers = at_once(*posts)

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    page = next(answer for answer in answers if answer.status_code == 200).content.decode()
    figure = Observation.objects.get()
    first = "one" if figure.value == 1000 else "two"
    assert f"{first} has saved this row in the meantime" in page


def test_same_failure_explained_at_once_keeps_what_was_written_first():
    release = make_everything("all")
    officials = editors("one", "two")
    explain(release=release, by=officials[0], reasons={})
    key = release.checkresults.failed().get().key

    outcomes = at_once(
        *(
            lambda by=by: explain(
                release=release, by=by, reasons={key: ("原", by.username)}, seen={key: ("", "")}
            )
            for by in officials
        )
    )

    first = next(by for by, outcome in zip(officials, outcomes, strict=True) if isinstance(outcome, Release))
    assert failures(outcomes) == [Invalid]
    assert CheckResult.objects.failed().get().reason_en == first.username


def test_same_row_inside_a_page_posted_at_once_tells_the_second_what_the_first_wrote():
    release = make_release("draft")
    section = release.sections.get()
    officials = editors("one", "two")
    posts = []
    for by in officials:
        form = opened(by, release)
        posts.append(
            posting(by, page_of(release), form | {box(form, section, "title_en"): f"Of {by.username}"})
        )

    answers = at_once(*posts)

    first, told_to = sorted(answers, key=lambda answer: -answer.status_code)
    section.refresh_from_db()
    winner = section.title_en.removeprefix("Of ")
    assert (first.status_code, told_to.status_code) == (302, 200)
    assert told(told_to)[0].startswith(f"{winner} has saved this since you opened it")
