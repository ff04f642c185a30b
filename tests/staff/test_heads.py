"""The head of a department: decides as a reviewer does, sees who works there, edits nothing."""

import pytest
from django.urls import reverse

from portal.publishing import permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import NotAllowed
from portal.staff.models import User
from tests.world import make_everything, make_release, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> User:
    return make_user("head", "construction", "head")


@pytest.fixture
def submitted(editor) -> Release:
    release = make_release("waiting", by=editor)
    return releases.submit(release=release, by=editor)


def test_head_heads_one_department(head, outsider):
    assert head.heads(head.department_id)
    assert not head.heads(outsider.department_id)
    assert not head.heads(None)
    assert not outsider.heads(outsider.department_id)


def test_head_approves_cancels_and_withdraws(head, submitted):
    approved = releases.approve(release=submitted, by=head)
    withdrawn = releases.withdraw(release=approved, by=head, reason_zh="错", reason_en="Wrong")

    assert withdrawn.withdrawn_by == head


def test_head_returns(head, submitted):
    assert releases.return_to_editors(release=submitted, by=head, reason="?").state == Release.State.RETURNED


def test_head_decides_on_no_other_department(submitted):
    with pytest.raises(NotAllowed):
        releases.approve(release=submitted, by=make_user("other", "health", "head"))


def test_head_who_edited_does_not_decide(submitted):
    editor = User.objects.get(username="editor")
    editor.groups.add(make_user("spare", "construction", "head").groups.get())

    with pytest.raises(NotAllowed):
        releases.approve(release=submitted, by=User.objects.get(pk=editor.pk))


def test_head_sees_the_department_s_work_and_edits_none_of_it(client, head):
    draft = make_everything("draft")
    figure = draft.observations.first()
    client.force_login(head)

    seen = client.get(reverse("admin:portal_observation_change", args=[figure.pk]))

    assert seen.status_code == 200
    assert not seen.context["has_change_permission"]
    assert not permissions.can_edit(head, figure)
    assert client.get(reverse("admin:portal_observation_add")).status_code == 403


def test_head_reads_who_works_in_the_department(client, head, editor, outsider):
    client.force_login(head)

    listed = client.get(reverse("admin:portal_user_changelist"))
    page = client.get(reverse("admin:portal_user_change", args=[editor.pk]))

    assert {user.username for user in listed.context["cl"].result_list} == {"head", "editor"}
    assert not page.context["has_change_permission"]
    assert "pbkdf2" not in page.content.decode()
    assert "md5" not in page.content.decode()
    assert client.get(reverse("admin:portal_user_change", args=[outsider.pk])).status_code == 302


@pytest.mark.parametrize("action", ["unlock", "reset_second_factor"])
def test_head_changes_nothing_of_how_they_sign_in(client, head, editor, action):
    client.force_login(head)

    client.post(reverse("admin:portal_user_changelist"), {"action": action, "_selected_action": [editor.pk]})

    assert User.objects.get(pk=editor.pk).unlocked_at is None


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_others_read_no_officials_nor_their_history(client, request, who):
    person = request.getfixturevalue(who)
    client.force_login(person)

    assert client.get(reverse("admin:portal_user_changelist")).status_code == 403
    assert not permissions.own(User.objects.all(), person).exists()
    assert not permissions.for_user(User.objects.all(), person).exists()
