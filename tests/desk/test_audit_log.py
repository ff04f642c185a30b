"""Who did what: the history of a row and the audit trail as a whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.audit import acting
from tests.world import make_department, make_everything, make_facility, make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TRAIL = reverse("admin:index") + "trail/"


def history_of(client, row) -> list:
    return client.get(reverse(f"admin:portal_{row._meta.model_name}_history", args=[row.pk])).context[
        "entries"
    ]


def test_history_says_who_when_and_what_stood_before_and_after(client, editor, reviewer):
    release = make_release("draft", by=editor)
    editor.first_name, editor.last_name = "三", "张"
    editor.save()
    releases.submit(release=release, by=editor)
    releases.return_to_editors(release=release, by=reviewer, reason="数字有误")
    client.force_login(editor)

    returned, submitted, made = history_of(client, Release.objects.get())

    assert (made.who, made.kind_code) == ("张三", "insert")
    assert (submitted.who, submitted.action) == ("张三", "Submitted")
    assert (returned.who, returned.action) == ("reviewer", "Returned")
    changes = {change.label: (change.before, change.after) for change in returned.changes}
    assert changes["State"] == ("submitted for review", "returned to its editors")
    assert changes["Reason for returning"] == ("—", "数字有误")
    assert changes["Decided by"] == ("—", "reviewer")


def test_history_names_the_door(client, editor):
    place = make_facility("place", is_public=False)
    with acting(editor, action="change", door="form"):
        Facility.objects.filter(pk=place.pk).update(is_public=True, phone="0631-1")
    client.force_login(editor)

    entry = history_of(client, place)[0]

    assert (entry.action, entry.door) == ("Changed", "form")
    assert [(c.label, c.before, c.after) for c in entry.changes] == [
        ("Telephone", "—", "0631-1"),
        ("Public", "no", "yes"),
    ]


def test_history_of_a_public_row_of_others_is_forbidden(client, outsider):
    place = make_facility("place")
    client.force_login(outsider)
    address = reverse("admin:portal_facility_history", args=[place.pk])

    page = client.get(reverse("admin:portal_facility_change", args=[place.pk]))

    assert client.get(address).status_code == 403
    assert address not in page.content.decode()


def test_trail_shows_each_department_its_own_and_administrators_everything(
    client, editor, outsider, administrator
):
    make_release("draft", by=editor)
    make_facility("clinic", department=make_department("health"))
    subjects = {}

    for user in (editor, outsider, administrator):
        client.force_login(user)
        entries = client.get(TRAIL).context["entries"]
        subjects[user.username] = {entry.subject for entry in entries}

    assert subjects["editor"] == {"Release", "Section", "Editor of a release"}
    assert subjects["outsider"] == {"Facility"}
    assert subjects["administrator"] > subjects["editor"] | subjects["outsider"]


def test_trail_is_searched_by_person_release_action_subject_and_day(client, administrator, editor, reviewer):
    release = publish(make_release("draft", by=editor))
    make_release("other")
    client.force_login(administrator)

    def found(**query: str) -> set[tuple[str, str]]:
        return {(entry.subject, entry.row) for entry in client.get(TRAIL, query).context["entries"]}

    row = ("Release", release.title_en)
    assert found(release="draft", subject="portal.release") == {row}
    assert found(action="approve", subject="portal.release") == {row}
    assert row in found(who="edito")
    assert found(who="nobody") == set()
    assert found(until="2020-01-01") == set()
    assert row in found(until="9999-12-31")
    assert row in found(since="2020-01-01", subject="portal.release")


def test_trail_asks_as_often_for_many_changes_as_for_few(client, administrator):
    client.force_login(administrator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(TRAIL, {"subject": "portal.observation"})
        return len(captured)

    publish(make_everything("first"))
    before = queries()
    publish(make_everything("second"))

    assert queries() == before


def test_trail_goes_on_to_older_pages(client, administrator):
    publish(make_everything("first"))
    publish(make_everything("second"))
    client.force_login(administrator)

    first = client.get(TRAIL)
    second = client.get(TRAIL + first.context["older"])

    assert len(first.context["entries"]) == 50
    assert second.context["newer"] == "?page=1"
    assert second.context["entries"]


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "page=9999999999999999", "since=yesterday", "subject=x", "who=%00"]
)
def test_trail_bears_any_query(client, administrator, query):
    client.force_login(administrator)

    assert client.get(f"{TRAIL}?{query}").status_code == 200


def test_trail_needs_a_role(client, editor):
    editor.groups.clear()
    client.force_login(editor)

    assert client.get(TRAIL).status_code == 403


def test_rows_deleted_remain_in_the_trail(client, editor, administrator):
    release = make_release("draft", by=editor)
    releases.delete_draft(release=release, by=editor)
    client.force_login(administrator)

    entries = client.get(TRAIL, {"release": "draft", "subject": "portal.release"}).context["entries"]

    assert [(entry.kind_code, entry.who) for entry in entries] == [("delete", "editor"), ("insert", "editor")]
