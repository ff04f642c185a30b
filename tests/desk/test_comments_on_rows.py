"""Remarks of reviewers on the page of the row that they are about: read there, answered there."""

import pytest
from django.urls import reverse

from portal.commitments.models import Commitment
from portal.publishing.actions import comments, contributions, releases
from portal.publishing.models import Comment
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.projects.world import make_project, make_report
from tests.world import (
    AsPrinted,
    make_commitment,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def people(shared) -> dict[str, User]:
    return shared(
        {
            "editor": make_user("editor", "construction", "editor"),
            "reviewer": make_user("reviewer", "construction", "reviewer"),
            "outsider": make_user("outsider", "health", "editor"),
        }
    )


@pytest.fixture(scope="module")
def editor(people) -> User:
    return people["editor"]


@pytest.fixture(scope="module")
def reviewer(people) -> User:
    return people["reviewer"]


@pytest.fixture(scope="module")
def outsider(people) -> User:
    return people["outsider"]


@pytest.fixture(scope="module")
def commented(shared, editor, outsider, reviewer) -> Comment:
    """A comment on a figure of health; a row of construction in the same returned release has one too."""
    release = make_release("conference", by=editor)
    theirs = make_figure(release, make_indicator("clinics", department="health", basis="point"), 5)
    own = make_commitment(release, "roads")
    part = contributions.ask(release=release, department=make_department("health"), by=editor)
    contributions.hand_in(contribution=part, by=outsider)
    releases.submit(release=release, by=editor)
    written = [(theirs, "Sure of 5?"), (own, "By when?")]
    made = comments.add(release=release, by=reviewer, comments=written)
    releases.return_to_editors(release=release, by=reviewer, reason="See the comments")
    return shared(made[0])


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def shown(client, user: User, row):
    client.force_login(user)
    return client.get(page_of(row))


def answer(client, comment: Comment, text: str, **form):
    address = reverse("admin:portal_release_comments", args=[comment.release_id])
    return client.post(address, {f"answer-{comment.pk}": text, **form})


def test_row_shows_its_comment_with_a_box_and_goes_back_to_itself(client, outsider, commented):
    figure = Observation.objects.get()
    on_row = shown(client, outsider, figure).context["row_comments"]

    done = answer(client, commented, "Counted twice.", next=page_of(figure))
    after = client.get(done.url)

    assert [comment.text for comment in on_row.waiting] == ["Sure of 5?"]
    assert list(on_row.form.fields) == [f"answer-{commented.pk}"]
    assert done.url == page_of(figure)
    answered = [comment.answer for comment in after.context["row_comments"].answered]
    assert (after.context["row_comments"].waiting, answered) == ([], ["Counted twice."])
    assert "<summary>1 answered</summary>" in after.content.decode()


def test_row_of_another_department_shows_its_comment_without_a_box(client, outsider, commented):
    page = shown(client, outsider, Commitment.objects.get())

    assert [comment.text for comment in page.context["row_comments"].waiting] == ["By when?"]
    assert page.context["row_comments"].form is None


def test_answer_of_another_department_is_refused_and_kept_from_the_row(client, outsider, commented):
    other = Comment.objects.get(text="By when?")
    client.force_login(outsider)

    answer(client, other, "Tomorrow")

    assert Comment.objects.get(pk=other.pk).answer == ""


@pytest.mark.parametrize(
    ("department", "role", "has_box"),
    [
        ("construction", "editor", True),
        ("construction", "reviewer", False),
        ("construction", "head", False),
        (None, "administrator", True),
        ("health", "reviewer", False),
    ],
)
def test_box_is_for_whoever_may_answer(client, commented, department, role, has_box):
    on_row = shown(client, make_user("somebody", department, role), Observation.objects.get()).context[
        "row_comments"
    ]

    assert len(on_row.waiting) == 1
    assert (on_row.form is not None) is has_box


@pytest.fixture
def published(editor, outsider, reviewer, commented) -> Observation:
    """The figure, once everything was answered and released."""
    answers = {comment.pk: "Done" for comment in Comment.objects.all()}
    comments.answer(release=commented.release, by=editor, answers=answers)
    contributions.hand_in(contribution=commented.release.contributions.get(), by=outsider)
    releases.submit(release=commented.release, by=editor)
    releases.approve(release=commented.release, by=reviewer, reasons=AsPrinted())
    return Observation.objects.get()


def test_comment_is_never_shown_to_a_department_without_a_part(client, published):
    page = shown(client, make_user("stranger", "culture", "editor"), published)

    assert (page.status_code, page.context["row_comments"]) == (200, None)


def test_comment_stays_to_be_read_once_its_row_is_public(client, outsider, published):
    on_row = shown(client, outsider, published).context["row_comments"]

    assert (len(on_row.answered), on_row.form) == (1, None)


def test_row_without_comments_has_no_place_for_them(client, editor):
    figure = make_figure(make_release("quiet", by=editor), make_indicator("roads"), 1)

    page = shown(client, editor, figure)

    assert page.context["row_comments"] is None
    assert "row-comments" not in page.content.decode()


def test_row_of_a_project_shows_its_comment(client, editor, reviewer):
    release = make_release("progress", by=editor)
    report = make_report(release, make_project("road"))
    releases.submit(release=release, by=editor)
    comments.add(release=release, by=reviewer, comments=[(report, "So little?")])

    on_row = shown(client, editor, report).context["row_comments"]

    assert [comment.text for comment in on_row.waiting] == ["So little?"]
    assert on_row.form is not None


def test_answer_leads_nowhere_outside_of_the_portal(client, outsider, commented):
    client.force_login(outsider)

    done = answer(client, commented, "Counted twice.", next="https://example.org/")

    assert done.url == page_of(commented.release)


def test_empty_answer_is_asked_for_again(client, outsider, commented):
    client.force_login(outsider)

    again = answer(client, commented, " ", next=page_of(Observation.objects.get()))

    assert (again.status_code, again.context["form"].non_field_errors()) == (
        200,
        ["Answer at least one of them."],
    )


def test_second_answer_is_told_on_the_row(client, editor, outsider, commented):
    comments.answer(release=commented.release, by=editor, answers={commented.pk: "Done"})
    client.force_login(outsider)

    told = client.get(answer(client, commented, "Mine", next=page_of(Observation.objects.get())).url)

    assert Comment.objects.get(pk=commented.pk).answer == "Done"
    assert "has already answered this" in told.content.decode()
