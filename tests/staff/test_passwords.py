"""Passwords: what they have to be, whose they are, and that nobody reads them in the trail."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from portal.staff.models import User
from tests.officials import PASSWORD, is_in, sign_in
from tests.world import make_user

pytestmark = pytest.mark.django_db
NEW = "quite another battery"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    form = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(reverse("admin:password_change"), form)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short-enough", None),
        ("shortenough", "密码太短，至少须有12个字符。"),
        ("password1234", "这个密码太常见了。"),
        ("839201746520", "密码只包含数字。"),
        ("zhangsanfeng1", "密码跟 用户名 太相似了。"),
    ],
)
def test_password_is_refused_in_chinese(password, said):
    user = User(username="zhangsanfeng")
    try:
        validate_password(password, user)
        refused = None
    except ValidationError as error:
        (refused,) = error.messages

    assert refused == said


def test_own_password_is_changed_and_the_session_stays(client, editor):
    sign_in(client, "editor")

    done = change(client)

    assert done.status_code == 302
    assert is_in(client)
    assert User.objects.get(pk=editor.pk).check_password(NEW)


def test_change_is_in_the_trail_without_the_password(client, editor):
    sign_in(client, "editor")

    change(client)

    event = editor.pgh_event_model.objects.filter(pgh_obj=editor.pk).latest("pgh_id")
    assert event.pgh_context.metadata["action"] == "change_password"
    assert event.password_changed_at is not None
    stored = User.objects.get(pk=editor.pk).password
    assert stored not in str(list(editor.pgh_event_model.objects.values()))


def test_wrong_old_passwords_are_counted(client, editor):
    sign_in(client, "editor")

    said = [change(client, old="x").content.decode() for _ in range(6)]

    assert ["错误次数过多" in page for page in said] == [False] * 5 + [True]


def test_new_password_that_is_weak_or_mistyped_changes_nothing(client, editor):
    sign_in(client, "editor")

    statuses = [change(client, new="short").status_code, change(client, again="other").status_code]

    assert statuses == [200, 200]
    assert User.objects.get(pk=editor.pk).check_password(PASSWORD)


def new_official(client: Client, administrator: User) -> User:
    client.force_login(administrator)
    form = {
        "username": "fresh",
        "usable_password": "true",
        "password1": NEW,
        "password2": NEW,
        "is_staff": "on",
    }
    client.post(reverse("admin:portal_user_add"), form)
    return User.objects.get(username="fresh")


def test_password_of_an_administrator_s_making_is_changed_first(client, administrator):
    official = new_official(client, administrator)
    theirs = Client()
    sign_in(theirs, "fresh", NEW)

    before = theirs.get(reverse("admin:trail"))
    change(theirs, old=NEW, new=PASSWORD)

    assert official.password_is_temporary
    assert before["Location"] == reverse("admin:password_change")
    assert is_in(theirs)
    assert not User.objects.get(username="fresh").password_is_temporary


def test_password_may_not_stay_what_the_administrator_chose(client, administrator):
    new_official(client, administrator)
    theirs = Client()
    sign_in(theirs, "fresh", NEW)

    change(theirs, old=NEW, new=NEW)

    assert User.objects.get(username="fresh").password_is_temporary


def test_administrator_gives_a_new_password_to_whoever_lost_theirs(client, administrator, editor):
    elsewhere = Client()
    sign_in(elsewhere, "editor")
    client.force_login(administrator)
    page = reverse("admin:auth_user_password_change", args=[editor.pk])

    client.post(page, {"usable_password": "true", "password1": NEW, "password2": NEW})

    official = User.objects.get(pk=editor.pk)
    event = editor.pgh_event_model.objects.filter(pgh_obj=editor.pk).latest("pgh_id")
    assert (official.check_password(NEW), official.password_is_temporary) == (True, True)
    assert event.pgh_context.metadata["action"] == "set_password"
    assert not is_in(elsewhere)


def test_administrator_s_own_password_asks_for_the_old_one(client, administrator):
    client.force_login(administrator)

    led = client.get(reverse("admin:auth_user_password_change", args=[administrator.pk]))

    assert led["Location"] == reverse("admin:password_change")


def test_reviewer_sets_nobody_s_password(client, editor):
    client.force_login(make_user("reviewer", "construction", "reviewer"))

    assert client.get(reverse("admin:auth_user_password_change", args=[editor.pk])).status_code == 403
