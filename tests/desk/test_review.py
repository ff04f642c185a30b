"""The review of a release: what it changes, what the checklist finds, and comments on its rows."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from portal.publishing import checklist
from portal.publishing.actions import comments, releases
from portal.publishing.models import Comment, Release, ReleaseEditor
from portal.records import registry
from portal.records.errors import Conflict, Invalid, NotAllowed
from portal.staff.models import User
from tests.world import (
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_user,
    moment,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MAY = dt.date(2022, 5, 31)


def submit(release: Release, editor) -> Release:
    return releases.submit(release=release, by=editor)


def page(client: Client, user, release: Release, name: str = "review", **query):
    client.force_login(user)
    return client.get(reverse(f"admin:portal_release_{name}", args=[release.pk]), query)


def give_back(client: Client, user, release: Release, **form):
    client.force_login(user)
    address = reverse("admin:portal_release_return", args=[release.pk])
    return client.post(address, {"seen": release.submitted_at.isoformat(), "reason": "See the rows", **form})


@pytest.fixture(scope="module")
def editor(shared) -> User:
    return shared(make_user("editor", "construction", "editor"))


@pytest.fixture(scope="module")
def public(shared, editor) -> Release:
    release = make_release("before", by=editor)
    for code, value in (("kept", 5), ("changed", 100), ("gone", 7), ("later", 10)):
        make_figure(release, make_indicator(code, basis="point"), value, period_end=MAY)
    return shared(publish(release, "2022-06-01"))


@pytest.fixture(scope="module")
def submitted(shared, editor, public) -> Release:
    """Every kind of difference once."""
    series = {figure.series.indicator.code: figure.series for figure in public.observations.all()}
    release = make_release("december", by=editor, kind="statistical_return")
    for code, value, fields in (
        ("kept", 5, {"period_end": MAY}),
        ("changed", 110, {"period_end": MAY}),
        ("gone", None, {"period_end": MAY, "status": "suppressed"}),
        ("later", 50, {}),
    ):
        make_figure(release, series[code].indicator, value, series=series[code], **fields)
    make_figure(release, make_indicator("first", basis="point"), 1)
    return shared(submit(release, editor))


def test_rows_say_what_they_change(client, reviewer, submitted):
    rows = page(client, reviewer, submitted).context["rows"]

    found = {row.record.series.indicator.code: row for row in rows}
    assert {code: row.what.value for code, row in found.items()} == {
        "kept": "same",
        "changed": "changed",
        "gone": "gone",
        "later": "new",
        "first": "first",
    }
    assert (found["changed"].share, found["later"].change.share) == (10, 400)
    assert [code for code, row in found.items() if row.doubt] == ["later"]


def test_rows_are_chosen_by_their_kind(client, reviewer, submitted):
    shown = page(client, reviewer, submitted, show="changed").context
    unknown = page(client, reviewer, submitted, show="x").context

    assert [row.what.value for row in shown["rows"]] == ["changed"]
    assert len(unknown["rows"]) == 5


def test_review_shows_the_release_as_the_public_will_read_it(client, reviewer, outsider, submitted):
    make = page(client, reviewer, submitted)
    dressed = page(client, reviewer, submitted, "as_public")

    assert 'class="as-public-text"' in make.content.decode()
    assert "Release december" in dressed.content.decode()
    assert page(client, outsider, submitted, "as_public").status_code == 404


def test_checklist_tells_errors_from_warnings(editor, submitted):
    found = {entry.is_error for entry in checklist.entries(submitted)}

    assert found == {True, False}  # the revision checks fail; statutory metadata is missing


def test_checklist_warns_of_commitments_of_which_nothing_is_said(editor):
    earlier = make_release("earlier", by=editor)
    commitment = make_commitment(earlier, due=dt.date(2022, 7, 1))
    publish(earlier, "2022-06-01")
    draft = make_release("draft", by=editor)

    texts = [entry.text for entry in checklist.entries(draft)]

    assert f"Due commitments without a report: {commitment}." in texts


def test_checklist_warns_a_publisher_of_commitments_of_departments_that_contribute(editor):
    commitment = make_commitment(make_release("earlier", by=editor), due=dt.date(2022, 7, 1))
    publish(commitment.release, "2022-06-01")
    joint = make_release("joint", department="party-office")
    make_section(joint, "2", department=commitment.department)

    texts = [entry.text for entry in checklist.entries(joint)]

    assert f"Due commitments without a report: {commitment}." in texts


def test_checklist_warns_of_commitments_without_a_due_day(editor):
    draft = make_release("draft", by=editor)
    undated = make_commitment(draft)
    make_commitment(draft, kind="direction")
    make_commitment(draft, due=dt.date(2099, 7, 1))

    found = [entry for entry in checklist.entries(draft) if "without a due day" in entry.text]

    assert [
        (str(undated) in entry.text, "," in entry.text.split(".")[0], entry.is_error) for entry in found
    ] == [(True, False, False)]


def test_release_that_lacks_a_language_is_neither_submitted_nor_approved(editor):
    draft = make_release("draft", by=editor)
    make_section(draft, "2", title_en="")

    with pytest.raises(Invalid, match="Missing in one language"):
        submit(draft, editor)

    assert Release.objects.get(slug="draft").state == "draft"


def test_metadata_is_demanded_where_the_setting_says_so(editor, settings):
    settings.METADATA_REQUIRED = True
    draft = make_release("draft", by=editor, index_number="x")

    with pytest.raises(Invalid, match="Missing statutory metadata: manner of disclosure"):
        submit(draft, editor)


def test_project_may_add_its_own_entries(editor, monkeypatch):
    error = checklist.ChecklistEntry("No", is_error=True)
    monkeypatch.setitem(registry._declared, "RELEASE_ERRORS", [lambda _release: [error]])

    with pytest.raises(Invalid, match="No"):
        submit(make_release("draft", by=editor), editor)


def test_editors_see_the_checklist_before_they_submit(client, editor):
    draft = make_release("draft", by=editor)

    shown = page(client, editor, draft, "change")

    assert "Missing statutory metadata" in shown.content.decode()


def test_return_keeps_the_comments_on_rows_and_makes_nobody_an_editor(client, reviewer, submitted):
    row = submitted.observations.first()

    give_back(client, reviewer, submitted, **{f"comment:portal.observation:{row.pk}": "Is that right?"})

    comment = Comment.objects.get()
    assert (comment.text, comment.object_id, comment.by) == ("Is that right?", row.pk, reviewer)
    assert Release.objects.get(slug="december").state == "returned"
    assert not ReleaseEditor.objects.filter(user=reviewer).exists()


def test_comments_are_kept_in_their_boxes_when_something_else_is_wrong(client, reviewer, submitted):
    row = submitted.observations.first()
    box = f"comment:portal.observation:{row.pk}"

    again = give_back(client, reviewer, submitted, reason=" ", **{box: "Is that right?"})

    assert [one.draft for one in again.context["rows"] if one.box == box] == ["Is that right?"]
    assert not Comment.objects.exists()


def test_decision_that_is_not_taken_says_so_above_all_and_leads_to_its_words(client, reviewer, submitted):
    shown = give_back(client, reviewer, submitted, reason=" ").content.decode()

    note = shown.index('<p class="errornote">The release is not returned yet:')
    assert note < shown.index('<h2 id="checklist">')
    assert '<a href="#return">' in shown[note:]


def test_enter_in_a_box_of_the_review_never_releases_at_once(client, reviewer, submitted):
    """It presses the first button of the form."""
    shown = page(client, reviewer, submitted).content.decode()

    assert shown.index('name="when" value="at"') < shown.index('name="when" value="now" class')


@pytest.mark.parametrize("label", ["portal.observation:999999", "portal.user:1", "portal.observation:x", ":"])
def test_comments_on_a_row_of_no_such_release_is_refused(client, reviewer, submitted, label):
    refused = give_back(client, reviewer, submitted, **{f"comment:{label}": "?"})

    assert refused.context["returning"].non_field_errors()
    assert Release.objects.get(slug="december").state == "submitted"


@pytest.fixture
def remarked(reviewer, submitted) -> Comment:
    row = submitted.observations.first()
    made = comments.add(release=submitted, by=reviewer, comments=[(row, "Why?")])
    releases.return_to_editors(release=submitted, by=reviewer, reason="See the rows")
    return made[0]


def test_editor_finds_the_comment_answers_it_and_the_reviewer_reads_it(client, editor, reviewer, remarked):
    release = remarked.release
    seen = page(client, editor, release, "change").content.decode()
    client.post(
        reverse("admin:portal_release_comments", args=[release.pk]), {f"answer-{remarked.pk}": "Counted anew"}
    )
    submit(release, editor)

    shown = page(client, reviewer, release).content.decode()

    assert "Why?" in seen
    assert "Counted anew" in shown


def test_release_with_a_comment_unanswered_is_not_submitted(editor, remarked):
    with pytest.raises(Invalid, match="comments without an answer"):
        submit(remarked.release, editor)


def test_comment_is_answered_once(editor, remarked):
    comments.answer(release=remarked.release, by=editor, answers={remarked.pk: "First"})

    with pytest.raises(Conflict):
        comments.answer(release=remarked.release, by=editor, answers={remarked.pk: "Second"})

    assert Comment.objects.get().answer == "First"


def test_comments_and_answers_have_their_people(  # noqa: PLR0917 - one of each role
    editor, reviewer, outsider, administrator, submitted, remarked
):
    submit_again = make_user("other-editor", "construction", "editor")
    row = submitted.observations.first()
    for official in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            comments.answer(release=remarked.release, by=official, answers={remarked.pk: "x"})
    comments.answer(release=remarked.release, by=submit_again, answers={remarked.pk: "Done"})
    release = submit(remarked.release, editor)

    for official in (editor, outsider, administrator):
        with pytest.raises(NotAllowed):
            comments.add(release=release, by=official, comments=[(row, "x")])


def test_comments_are_not_shown_to_other_departments(client, outsider, editor, remarked):
    comments.answer(release=remarked.release, by=editor, answers={remarked.pk: "Answered"})
    release = publish(remarked.release, moment("2099-01-01"))
    client.force_login(outsider)

    assert client.get(reverse("admin:portal_release_change", args=[release.pk])).status_code != 200
    assert client.get(reverse("admin:portal_release_comments", args=[release.pk])).status_code == 404
