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


@pytest.fixture
def remarked(editor, outsider, reviewer) -> Comment:
    """On a figure of health in a returned release of construction; a promise of construction is remarked on, too."""
    release = make_release("conference", by=editor)
    theirs = make_figure(release, make_indicator("clinics", department="health", basis="point"), 5)
    own = make_commitment(release, "roads")
    part = contributions.ask(release=release, department=make_department("health"), by=editor)
    contributions.hand_in(part=part, by=outsider)
    releases.submit(release=release, by=editor)
    remarks = [comments.Remark(theirs, "Sure of 5?"), comments.Remark(own, "By when?")]
    made = comments.remark(release=release, by=reviewer, remarks=remarks)
    releases.return_to_editors(release=release, by=reviewer, reason="See the remarks")
    return made[0]


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def shown(client, user: User, row):
    client.force_login(user)
    return client.get(page_of(row))


def answer(client, comment: Comment, text: str, **form):
    address = reverse("admin:portal_release_comments", args=[comment.release_id])
    return client.post(address, {f"answer-{comment.pk}": text, **form})


def test_row_shows_its_remark_with_a_box_and_goes_back_to_itself(client, outsider, remarked):
    figure = Observation.objects.get()
    remarks = shown(client, outsider, figure).context["remarks"]

    done = answer(client, remarked, "Counted twice.", next=page_of(figure))
    after = client.get(done.url)

    assert [comment.text for comment in remarks.waiting] == ["Sure of 5?"]
    assert list(remarks.form.fields) == [f"answer-{remarked.pk}"]
    assert done.url == page_of(figure)
    answered = [comment.answer for comment in after.context["remarks"].answered]
    assert (after.context["remarks"].waiting, answered) == ([], ["Counted twice."])
    assert "<summary>1 answered</summary>" in after.content.decode()


@pytest.mark.slow
def test_row_of_another_department_shows_its_remark_without_a_box(client, outsider, remarked):
    page = shown(client, outsider, Commitment.objects.get())

    assert [comment.text for comment in page.context["remarks"].waiting] == ["By when?"]
    assert page.context["remarks"].form is None


@pytest.mark.slow
def test_answer_of_another_department_is_refused_and_kept_from_the_row(client, outsider, remarked):
    other = Comment.objects.get(text="By when?")
    client.force_login(outsider)

    answer(client, other, "Tomorrow")

    assert Comment.objects.get(pk=other.pk).answer == ""


@pytest.mark.slow
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
def test_box_is_for_whoever_may_answer(client, remarked, department, role, has_box):
    remarks = shown(client, make_user("somebody", department, role), Observation.objects.get()).context[
        "remarks"
    ]

    assert len(remarks.waiting) == 1
    assert (remarks.form is not None) is has_box


@pytest.fixture
def published(editor, outsider, reviewer, remarked) -> Observation:
    """The figure, once everything was answered and released."""
    answers = {comment.pk: "Done" for comment in Comment.objects.all()}
    comments.answer(release=remarked.release, by=editor, answers=answers)
    contributions.hand_in(part=remarked.release.contributions.get(), by=outsider)
    releases.submit(release=remarked.release, by=editor)
    releases.approve(release=remarked.release, by=reviewer, reasons=AsPrinted())
    return Observation.objects.get()


@pytest.mark.slow
def test_remark_is_never_shown_to_a_department_without_a_part(client, published):
    page = shown(client, make_user("stranger", "culture", "editor"), published)

    assert (page.status_code, page.context["remarks"]) == (200, None)


@pytest.mark.slow
def test_remark_stays_to_be_read_once_its_row_is_public(client, outsider, published):
    remarks = shown(client, outsider, published).context["remarks"]

    assert (len(remarks.answered), remarks.form) == (1, None)


@pytest.mark.slow
def test_row_without_remarks_has_no_place_for_them(client, editor):
    figure = make_figure(make_release("quiet", by=editor), make_indicator("roads"), 1)

    page = shown(client, editor, figure)

    assert page.context["remarks"] is None
    assert "row-remarks" not in page.content.decode()


@pytest.mark.slow
def test_row_of_a_project_shows_its_remark(client, editor, reviewer):
    release = make_release("progress", by=editor)
    report = make_report(release, make_project("road"))
    releases.submit(release=release, by=editor)
    comments.remark(release=release, by=reviewer, remarks=[comments.Remark(report, "So little?")])

    remarks = shown(client, editor, report).context["remarks"]

    assert [comment.text for comment in remarks.waiting] == ["So little?"]
    assert remarks.form is not None


@pytest.mark.slow
def test_answer_leads_nowhere_outside_of_the_portal(client, outsider, remarked):
    client.force_login(outsider)

    done = answer(client, remarked, "Counted twice.", next="https://example.org/")

    assert done.url == page_of(remarked.release)


@pytest.mark.slow
def test_empty_answer_is_asked_for_again(client, outsider, remarked):
    client.force_login(outsider)

    again = answer(client, remarked, " ", next=page_of(Observation.objects.get()))

    assert (again.status_code, again.context["form"].non_field_errors()) == (
        200,
        ["Answer at least one of them."],
    )


@pytest.mark.slow
def test_second_answer_is_told_on_the_row(client, editor, outsider, remarked):
    comments.answer(release=remarked.release, by=editor, answers={remarked.pk: "Done"})
    client.force_login(outsider)

    told = client.get(answer(client, remarked, "Mine", next=page_of(Observation.objects.get())).url)

    assert Comment.objects.get(pk=remarked.pk).answer == "Done"
    assert "has answered this already" in told.content.decode()
