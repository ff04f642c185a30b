"""Many hands on one release: departments are asked for parts, hand them in, recall them, get them back."""

import datetime as dt
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing import permissions
from portal.publishing.actions import contributions, releases
from portal.publishing.models import Comment, Contribution, Release, Section
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.spreadsheets.actions import load_workbook, preview_workbook
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.workbooks import FIGURE, SECTION, release_workbook
from tests.world import (
    make_area,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_series,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def head(db) -> User:
    return make_user("head", "construction", "head")


@pytest.fixture
def draft(editor) -> Release:
    return make_release("conference", by=editor)


@pytest.fixture
def part(draft, editor) -> Contribution:
    return contributions.ask(release=draft, department=make_department("health"), by=editor, note="Clinics")


def fill(part: Contribution, by: User) -> Observation:
    indicator = make_indicator(f"clinics-{by.username}", department="health", basis="point")
    with acting(by, action="test"):
        return make_figure(part.release, indicator, 5)


@pytest.fixture
def filled(part, outsider) -> Contribution:
    fill(part, outsider)
    return part


@pytest.fixture
def handed_in(filled, outsider) -> Contribution:
    return contributions.hand_in(contribution=filled, by=outsider)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_editor_and_head_of_the_publisher_ask_for_a_part(draft, editor, head):
    first = contributions.ask(release=draft, department=make_department("health"), by=editor)
    second = contributions.ask(release=draft, department=make_department("culture"), by=head)

    assert [first.state, second.state] == ["missing", "missing"]
    assert list(draft.editors.values_list("username", flat=True)) == ["editor"]


def test_asking_again_changes_by_when_and_what(part, editor):
    due = timezone.now() + dt.timedelta(days=2)

    contributions.ask(release=part.release, department=part.department, by=editor, due_at=due, note="Beds")

    assert (fresh(part).due_at, fresh(part).note, Contribution.objects.count()) == (due, "Beds", 1)


@pytest.mark.parametrize("name", ["reviewer", "outsider"])
def test_others_do_not_ask_for_a_part(name, draft, request):
    with pytest.raises(NotAllowed):
        contributions.ask(
            release=draft, department=make_department("culture"), by=request.getfixturevalue(name)
        )


def test_publisher_is_not_asked_for_a_part(draft, editor):
    with pytest.raises(Invalid):
        contributions.ask(release=draft, department=draft.department, by=editor)


def test_request_is_taken_back_while_nothing_is_there(part, editor):
    make_section(part.release, "2", department=part.department)

    contributions.take_back(contribution=part, by=editor)

    assert not Contribution.objects.exists()


def test_request_is_not_taken_back_once_something_is_there(filled, editor):
    with pytest.raises(WrongState):
        contributions.take_back(contribution=filled, by=editor)


def test_part_is_handed_in_by_its_department_alone(filled, editor, outsider):
    with pytest.raises(NotAllowed):
        contributions.hand_in(contribution=filled, by=editor)
    part = contributions.hand_in(contribution=filled, by=outsider)

    assert (part.state, part.submitted_by, part.is_late(timezone.now())) == ("submitted", outsider, False)
    assert part.release.editors.filter(pk=outsider.pk).exists()


def test_empty_part_needs_a_word(part, outsider):
    with pytest.raises(Invalid):
        contributions.hand_in(contribution=part, by=outsider)
    part = contributions.hand_in(contribution=part, by=outsider, nothing_to_report="No clinic opened")

    assert (part.state, part.nothing_to_report) == ("submitted", "No clinic opened")


def test_part_that_holds_something_is_not_nothing(filled, outsider):
    with pytest.raises(Invalid):
        contributions.hand_in(contribution=filled, by=outsider, nothing_to_report="Nothing")


def test_recalled_part_can_be_filled_again(handed_in, outsider):
    part = contributions.recall(contribution=handed_in, by=outsider)

    assert (part.state, part.submitted_by) == ("missing", None)
    assert permissions.can_edit(outsider, Observation.objects.get())


@pytest.mark.parametrize("name", ["editor", "reviewer", "head"])
def test_publisher_returns_a_part_with_a_reason(name, handed_in, request):
    by = request.getfixturevalue(name)

    with pytest.raises(Invalid):
        contributions.return_contribution(contribution=handed_in, by=by, reason=" ")
    part = contributions.return_contribution(contribution=handed_in, by=by, reason="Beds are missing")

    assert (part.state, part.returned_by, part.return_reason) == ("returned", by, "Beds are missing")


def test_returning_a_part_is_no_editing(handed_in, reviewer):
    contributions.return_contribution(contribution=handed_in, by=reviewer, reason="Beds are missing")

    assert permissions.can_review(reviewer, handed_in.release)


def test_department_does_not_return_its_own_part(handed_in, outsider):
    with pytest.raises(NotAllowed):
        contributions.return_contribution(contribution=handed_in, by=outsider, reason="Beds are missing")


def test_whole_waits_for_every_part(part, editor, outsider):
    with pytest.raises(Invalid) as refusal:
        releases.submit(release=part.release, by=editor)
    contributions.hand_in(contribution=part, by=outsider, nothing_to_report="No clinic opened")

    assert str(refusal.value) == "Contributions not handed in yet: health."
    assert releases.submit(release=part.release, by=editor).state == "submitted"


def test_part_does_not_move_while_the_whole_is_under_review(handed_in, editor, outsider):
    releases.submit(release=handed_in.release, by=editor)

    with pytest.raises(WrongState):
        contributions.recall(contribution=handed_in, by=outsider)


def test_returned_release_returns_the_parts_that_were_commented_on(handed_in, editor, outsider, reviewer):
    other = contributions.ask(release=handed_in.release, department=make_department("culture"), by=editor)
    contributions.hand_in(
        contribution=other, by=make_user("c", "culture", "editor"), nothing_to_report="No performance"
    )
    figure = Observation.objects.get()
    release = releases.submit(release=handed_in.release, by=editor)
    Comment.objects.create(
        release=release,
        content_type=ContentType.objects.get_for_model(Observation),
        object_id=figure.pk,
        row=str(figure),
        text="Sure?",
        by=reviewer,
        at=timezone.now(),
    )

    releases.return_to_editors(release=release, by=reviewer, reason="See the comments")

    assert [fresh(handed_in).state, fresh(other).state] == ["returned", "submitted"]
    assert fresh(handed_in).return_reason == "See the comments"


def test_rows_of_a_part_that_is_in_are_closed_to_everybody(handed_in, outsider, administrator, editor):
    figure = Observation.objects.get()
    figure_of_publisher = make_figure(handed_in.release, make_indicator("roads"), 1)

    assert not permissions.can_edit(outsider, figure)
    assert not permissions.can_edit(administrator, figure)
    assert permissions.can_edit(editor, figure_of_publisher)
    new = Section(release=fresh(handed_in.release), department=handed_in.department, number="3")
    assert not permissions.can_add(editor, new)


def test_database_keeps_rows_of_a_part_that_is_in(handed_in):
    figure = Observation.objects.get()

    for change in (
        lambda: Observation.objects.update(value=6),
        figure.delete,
        lambda: make_figure(handed_in.release, figure.series.indicator, 7, period_end=dt.date(2022, 1, 1)),
        lambda: make_section(handed_in.release, "4", department=handed_in.department),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert Observation.objects.get().value == 5


def test_draft_with_a_part_that_is_in_can_be_deleted(handed_in, editor):
    releases.delete_draft(release=handed_in.release, by=editor)

    assert not Release.objects.exists()


def test_form_of_a_closed_row_is_read_only(handed_in, outsider, client):
    client.force_login(outsider)
    address = reverse("admin:portal_observation_change", args=[Observation.objects.get().pk])

    page = client.get(address)
    refused = client.post(address, {"value": "6"}, follow=True)

    assert page.context["has_change_permission"] is False
    assert "contribution has been handed in" in refused.content.decode()
    assert Observation.objects.get().value == 5


def test_closed_release_is_not_offered_for_new_rows(handed_in, outsider, client):
    client.force_login(outsider)

    page = client.get(reverse("admin:portal_observation_add"))

    assert list(page.context["adminform"].form.fields["release"].queryset) == []


def test_outline_asks_who_is_in_once_for_all_rows(handed_in, editor, client):
    client.force_login(editor)
    address = reverse("admin:portal_release_change", args=[handed_in.release_id])
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in "56789":
        make_section(handed_in.release, number, department=make_department("culture"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def page_of(client, user: User, release: Release):
    client.force_login(user)
    return client.get(reverse("admin:portal_release_change", args=[release.pk]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("editor", ["ask", "change", "take-back"]),
        ("head", ["ask", "change", "take-back"]),
        ("reviewer", []),
        ("outsider", ["hand-in"]),
    ],
)
def test_page_of_a_release_has_the_buttons_of_each(name, expected, part, client, request):
    shown = page_of(client, request.getfixturevalue(name), part.release).context["contributions"]

    buttons = [*filter(None, [shown["ask"]]), *shown["rows"][0].acts]
    assert [act.name for act in buttons] == expected


def test_page_of_a_release_says_what_is_late(part, editor, client):
    contributions.ask(
        release=part.release,
        department=part.department,
        by=editor,
        due_at=timezone.now() - dt.timedelta(hours=1),
    )

    shown = page_of(client, editor, part.release).context["contributions"]["rows"][0]

    assert (shown.state, shown.label) == ("late", "late")


def test_part_is_asked_for_and_handed_in_by_buttons(draft, editor, outsider, client):
    client.force_login(editor)
    client.post(
        reverse("admin:portal_release_contribution_ask", args=[draft.pk]),
        {"department": make_department("health").pk, "due_at": "2030-01-01T10:00", "note": "Clinics"},
    )
    part = Contribution.objects.get()
    client.force_login(outsider)
    address = reverse("admin:portal_release_contribution_hand-in", args=[draft.pk, part.pk])
    empty = client.post(address, {})
    done = client.post(address, {"nothing": "on", "nothing_to_report": "No clinic opened"})

    assert list(empty.context["form"].errors) == ["nothing"]
    assert (done.status_code, fresh(part).state) == (302, "submitted")
    assert timezone.localtime(part.due_at).hour == 10


@pytest.mark.parametrize("act", ["hand-in", "recall", "return", "change", "take-back"])
def test_former_address_of_an_act_on_a_contribution_redirects(part, client, act):
    root = reverse("admin:portal_release_change", args=[part.release_id]).removesuffix("change/")

    answer = client.get(f"{root}parts/{part.pk}/{act}/")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"{root}contributions/{part.pk}/{act}/")


def test_former_address_of_the_request_of_a_contribution_redirects(client):
    answer = client.get("/admin/portal/release/7/parts/ask/")

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/admin/portal/release/7/contributions/ask/",
    )


def test_outsider_without_a_part_finds_no_page(part, client):
    client.force_login(make_user("c", "culture", "editor"))

    page = client.get(reverse("admin:portal_release_contribution_hand-in", args=[part.release_id, part.pk]))

    assert page.status_code == 404


def test_publisher_cannot_press_the_button_of_the_department(part, editor, client):
    client.force_login(editor)

    page = client.post(reverse("admin:portal_release_contribution_hand-in", args=[part.release_id, part.pk]))

    assert page.status_code == 403


def test_list_of_parts_holds_those_of_own_releases(part, editor, client):
    for user, count in ((editor, 1), (make_user("c", "culture", "editor"), 0)):
        client.force_login(user)
        page = client.get(reverse("admin:portal_contribution_changelist"))

        assert page.context["cl"].result_count == count


@pytest.mark.django_db(transaction=True)
def test_figure_written_while_the_part_is_handed_in_waits_and_is_refused():
    editor, outsider = make_user("e", "construction", "editor"), make_user("o", "health", "editor")
    release = make_release("conference", by=editor)
    part = contributions.ask(release=release, department=make_department("health"), by=editor)
    series = make_series(make_indicator("clinics", department="health", basis="point"))
    outcome, handed = [], threading.Event()

    def write() -> None:
        handed.wait(10)
        try:
            make_figure(release, series.indicator, 5, series=series, section=None, paragraph=None)
        except DatabaseError as error:
            outcome.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    with transaction.atomic():
        contributions.hand_in(contribution=part, by=outsider, nothing_to_report="Nothing")
        handed.set()
        writer.join(0.3)
    writer.join(10)

    assert len(outcome) == 1
    assert not Observation.objects.exists()


def test_workbook_does_not_change_a_part_that_is_in(administrator, outsider):
    make_indicator("homes")
    make_indicator("clinics", department="health", basis="ytd")
    sections = [SECTION, SECTION | {"number": "2", "department": "health"}]
    theirs = FIGURE | {"indicator": "clinics", "section": "2"}
    make_area()
    load_workbook(
        workbook=release_workbook(Sections=sections, Observations=[FIGURE, theirs]), by=administrator
    )
    release = Release.objects.get()
    part = contributions.ask(release=release, department=make_department("health"), by=administrator)
    contributions.hand_in(contribution=part, by=outsider)

    changed = release_workbook(
        Sections=sections,
        Observations=[
            FIGURE | {"value": "15", "as_printed": "15个"},
            theirs | {"value": "16", "as_printed": "16个"},
        ],
    )
    report = preview_workbook(workbook=changed, by=administrator)
    own = release_workbook(
        Sections=sections, Observations=[FIGURE | {"value": "15", "as_printed": "15个"}, theirs]
    )
    load_workbook(workbook=own, by=administrator)

    assert any("has been handed in" in problem.message for problem in report.errors)
    assert sorted(Observation.objects.values_list("value", flat=True)) == [14, 15]
