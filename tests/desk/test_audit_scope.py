"""Whose changes an official finds in the trail: roles given and taken, and rows that are there no longer."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.commitments.models import CommitmentArea
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.models import Observation
from tests.world import (
    make_area,
    make_commitment,
    make_department,
    make_facility,
    make_figure,
    make_indicator,
    make_question,
    make_release,
    make_section,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TRAIL = reverse("admin:index") + "trail/"


@pytest.fixture
def head(db) -> User:
    return make_user("head", "construction", "head")


def listed(client, user: User, **query: str) -> list:
    client.force_login(user)
    return client.get(TRAIL, query).context["entries"]


def exported(client, user: User, **query: str) -> set[tuple[str, str]]:
    """Kind of change and row of each line."""
    client.force_login(user)
    answer = client.get(reverse("admin:trail_csv"), query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {(line[4], line[6]) for line in list(csv.reader(io.StringIO(text)))[1:]}


def told(entries: list) -> list[tuple]:
    return [
        (
            entry.kind_code,
            entry.who,
            entry.door,
            entry.row,
            [(c.label, c.before, c.after) for c in entry.changes],
        )
        for entry in entries
    ]


def test_trail_tells_heads_and_administrators_who_gave_and_took_which_role(
    client, editor, head, administrator
):
    with acting(administrator, action="change", door="form"):
        editor.groups.add(Group.objects.get(name="reviewer"))
    with acting(administrator, action="change", door="form"):
        editor.groups.remove(Group.objects.get(name="editor"))

    given, taken = "editor · Reviewer", "editor · Editor"
    for user in (head, administrator):
        entries = told(listed(client, user, subject="portal.membership", row="editor", who="administrator"))
        assert entries == [
            (
                "delete",
                "administrator",
                "form",
                taken,
                [("Official", "editor", "—"), ("Role", "Editor", "—")],
            ),
            (
                "insert",
                "administrator",
                "form",
                given,
                [("Official", "—", "editor"), ("Role", "—", "Reviewer")],
            ),
        ]
        assert exported(client, user, subject="portal.membership", who="administrator") == {
            ("added", given),
            ("deleted", taken),
        }


def test_trail_tells_nobody_else_of_roles(client, editor, outsider, reviewer, administrator):
    other = make_user("other-head", "health", "head")
    with acting(administrator, action="change", door="form"):
        editor.groups.add(Group.objects.get(name="reviewer"))
        editor.groups.remove(Group.objects.get(name="editor"))
    query = {"subject": "portal.membership", "row": "editor"}

    for user in (User.objects.get(pk=editor.pk), reviewer, outsider, other):
        assert (listed(client, user, **query), exported(client, user, **query)) == ([], set())


def test_role_given_in_the_form_is_found(client, head, administrator, reviewer):
    client.force_login(administrator)
    roles = Group.objects.filter(name__in=["reviewer", "editor"])
    form = {
        "username": "reviewer",
        "department": reviewer.department_id,
        "groups": [role.pk for role in roles],
        "is_staff": "on",
        "is_active": "on",
    }

    client.post(reverse("admin:portal_user_change", args=[reviewer.pk]), form)

    found = told(listed(client, head, subject="portal.membership", who="administrator"))
    assert [entry[:4] for entry in found] == [("insert", "administrator", "form", "reviewer · Editor")]


def test_history_of_an_official_tells_their_roles_too(client, head, outsider, editor, administrator):
    with acting(administrator, action="change", door="form"):
        editor.groups.add(Group.objects.get(name="reviewer"))
    address = reverse("admin:portal_user_history", args=[editor.pk])
    client.force_login(head)

    entries = client.get(address).context["entries"]

    assert [entry.row for entry in entries if entry.who == "administrator"] == ["editor · Reviewer"]
    assert {entry.subject for entry in entries} == {"Official", "Role of an official"}
    client.force_login(outsider)
    assert client.get(address).status_code == 404


@pytest.fixture
def joint(editor) -> Release:
    """A draft of two departments, each with a section and a figure of its own."""
    release = make_release("joint", by=editor, title_en="Joint release")
    section = make_section(release, "2", department=make_department("health"))
    make_figure(release, make_indicator("homes", name_en="Homes"), 5)
    make_figure(release, make_indicator("beds", name_en="Beds", department="health"), 7, section=section)
    return release


def gone(client, user: User, **query: str) -> set[tuple[str, str]]:
    """What was deleted, by subject and name, as the list finds it. The export finds the same."""
    rows = {(e.subject, e.row) for e in listed(client, user, **query) if e.kind_code == "delete"}
    assert {row for kind, row in exported(client, user, **query) if kind == "deleted"} == {
        r for _s, r in rows
    }
    return rows


def test_deleted_row_is_found_by_its_department_and_by_no_other(client, editor, outsider):
    place = make_facility("clinic", name_en="Old clinic", phone="0631-1")
    with acting(editor, action="delete", door="form"):
        place.delete()

    for query in ({}, {"row": "clinic"}, {"words": "0631-1"}):
        query |= {"subject": "portal.facility"}
        assert gone(client, editor, **query) == {("Facility", "Old clinic")}
        assert gone(client, outsider, **query) == set()
    assert [e.kind_code for e in listed(client, editor, subject="portal.facility")] == ["delete", "insert"]


def test_row_belongs_to_whose_it_was_when_it_was_deleted(client, editor, outsider):
    place = make_facility("clinic", name_en="Clinic")
    place.department = make_department("health")
    place.save()
    place.delete()

    assert gone(client, outsider, subject="portal.facility") == {("Facility", "Clinic")}
    assert gone(client, editor, subject="portal.facility") == set()


@pytest.mark.slow("1.8 s: reads the audit trail by many people")
def test_deleted_draft_is_found_by_its_publisher_and_each_part_by_its_department(
    client, editor, outsider, joint, administrator
):
    stranger = make_user("stranger", "education", "editor")
    make_question(joint)
    make_commitment(joint, "promise", title_en="Commitment").areas.add(make_area())
    with acting(editor, action="delete", door="form", release=joint):
        Observation.objects.all().delete()
        releases.delete_draft(release=joint, by=editor)

    subjects = {subject for subject, _row in gone(client, editor)}
    parts = {subject for subject, _row in gone(client, outsider)}

    assert {"Release", "Section", "Observation", "Question", "Commitment", "Area of a commitment"} <= subjects
    assert parts == {"Section", "Observation"}
    assert gone(client, stranger) == set()
    assert subjects | parts <= {subject for subject, _row in gone(client, administrator)}


def test_row_deleted_from_a_draft_is_found_by_all_who_take_part_in_it(client, editor, outsider, joint):
    stranger = make_user("stranger", "education", "editor")
    joint.observations.get(series__indicator__code="homes").delete()

    found = [len(gone(client, user, subject="portal.observation")) for user in (editor, outsider, stranger)]

    assert found == [1, 1, 0]


def test_links_are_named_by_what_they_join(client, editor, joint):
    make_commitment(joint, "promise", title_en="Commitment").areas.add(
        make_area("harbour", "subdistrict", name_en="The Harbour")
    )

    (entry,) = listed(client, editor, subject=CommitmentArea._meta.label_lower)

    assert (entry.row, [c.label for c in entry.changes]) == (
        "Commitment · The Harbour",
        ["Commitment", "Area"],
    )
