"""Signing in by password: the page, wrong guesses, how long it lasts, and from where."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.db import connections
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.staff import actions
from portal.staff.models import SignInFailure, User
from portal.staff.sign_in import attempts
from portal.staff.sign_in.attempts import client_address
from tests.officials import PASSWORD, is_in, sign_in
from tests.world import make_department, make_user

WRONG = "wrong horse battery"


def fail(client: Client, name: str, times: int, **extra) -> list[int]:
    return [sign_in(client, name, WRONG, **extra).status_code for _ in range(times)]


def let_pass(minutes: int) -> None:
    """Everything that was wrong so far was wrong so much earlier."""
    SignInFailure.objects.update(at=F("at") - dt.timedelta(minutes=minutes))


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_admin_leads_to_the_page_and_back(client, editor):
    asked = reverse("admin:portal_release_changelist")

    page = client.get(asked, follow=True)
    done = client.post(page.wsgi_request.get_full_path(), {"login": "editor", "password": PASSWORD})

    assert page.redirect_chain[-1][0] == f"/accounts/login/?next={asked.replace('/', '%2F')}"
    assert done["Location"] == asked


@pytest.mark.django_db
@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\0"])
def test_page_leads_nowhere_else(client, editor, foreign):
    done = client.post(reverse("account_login"), {"login": "editor", "password": PASSWORD, "next": foreign})

    assert done["Location"] == reverse("admin:index")


@pytest.mark.django_db
def test_page_is_labelled_for_managers_of_passwords_and_readers_of_screens(client):
    page = text_of(client.get(reverse("account_login")))

    assert '<label for="id_login">用户名' in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "<h1>登录</h1>" in page


@pytest.mark.django_db
def test_page_is_complete_in_english(client):
    client.cookies["django_language"] = "en"

    page = text_of(sign_in(client, "nobody", WRONG))

    assert "Wrong username or password." in page
    assert not any("\u3400" <= letter <= "\u9fff" for letter in page.replace("民生门户", ""))


@pytest.mark.django_db
def test_wrong_password_and_unknown_name_are_answered_alike(client, editor):
    wrong, unknown = sign_in(client, "editor", WRONG), sign_in(client, "editoq", WRONG)
    closed = [fail(client, name, 5)[-1] for name in ("editor", "editoq")]

    def plain(response) -> str:
        page = text_of(response).replace("editoq", "editor")
        return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)

    assert (plain(wrong), closed) == (plain(unknown), [429, 429])


@pytest.mark.django_db
def test_account_that_is_closed_or_not_of_the_staff_does_not_open(client):
    make_user("left", "construction", "editor")
    User.objects.filter(username="left").update(is_active=False)
    make_user("guest", "construction")
    User.objects.filter(username="guest").update(is_staff=False)

    assert [sign_in(client, name).status_code for name in ("left", "guest")] == [200, 200]
    assert not is_in(client)


@pytest.mark.django_db
def test_five_wrong_passwords_close_the_account_for_half_an_hour(client, editor):
    told = fail(client, "editor", 5)
    shut = sign_in(client, "editor")
    let_pass(29)
    early = sign_in(client, "editor").status_code
    let_pass(2)
    late = sign_in(client, "editor").status_code

    assert (told, shut.status_code, early, late) == ([200, 200, 200, 200, 429], 429, 429, 302)
    until = timezone.localtime() + dt.timedelta(minutes=30)
    assert f"{until:%H:%M}" in text_of(shut) or f"{until + dt.timedelta(minutes=1):%H:%M}" in text_of(shut)
    assert 1700 < int(shut["Retry-After"]) <= 1801


@pytest.mark.django_db
def test_attempts_while_closed_do_not_prolong_it(client, editor):
    fail(client, "editor", 5)
    fail(client, "editor", 3)

    assert SignInFailure.objects.count() == 5


@pytest.mark.django_db
def test_account_stays_open_elsewhere(client, editor):
    fail(client, "editor", 5, REMOTE_ADDR="203.0.113.7")

    assert sign_in(client, "editor", REMOTE_ADDR="198.51.100.1").status_code == 302


@pytest.mark.django_db
def test_right_password_forgets_what_was_mistyped_before(client, editor):
    fail(client, "editor", 4)
    sign_in(client, "editor")
    client.logout()

    assert fail(client, "editor", 4) == [200] * 4


@pytest.mark.django_db
def test_administrator_unlocks_and_the_trail_tells_it(client, editor, administrator):
    fail(client, "editor", 5)
    client.force_login(administrator)
    listed = reverse("admin:portal_user_changelist")

    client.post(listed, {"action": "unlock", "_selected_action": [editor.pk]})
    client.logout()

    assert sign_in(client, "editor").status_code == 302
    event = editor.pgh_event_model.objects.filter(pgh_obj=editor.pk).latest("pgh_id")
    assert event.unlocked_at is not None
    assert event.pgh_context.metadata["action"] == "unlock"
    assert event.pgh_context.metadata["user"] == administrator.pk


@pytest.mark.django_db
def test_failures_are_listed_for_administrators_alone(client, editor, administrator):
    fail(client, "editor", 1, REMOTE_ADDR="203.0.113.7")
    page = reverse("admin:portal_signinfailure_changelist")

    client.force_login(administrator)
    seen = text_of(client.get(page))
    client.force_login(editor)

    assert "203.0.113.7" in seen
    assert WRONG not in seen
    assert client.get(page).status_code == 403


@pytest.mark.django_db
def test_failures_are_forgotten_after_ninety_days(client, editor):
    fail(client, "editor", 2)
    let_pass(90 * 24 * 60 + 1)

    fail(client, "editor", 1)

    assert SignInFailure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_no_more_than_five_are_judged(rf):
    make_user("editor", "construction", "editor")

    def guess(_number: int) -> bool:
        try:
            attempts.begin(rf.post("/"), "editor", attempts.Step.PASSWORD)
        except attempts.Locked:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        judged = list(pool.map(guess, range(24)))

    assert sum(judged) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"login": "a\0b", "password": "x"},
        {"login": "x" * 10_000, "password": "y" * 10_000},
        {"login": "editor", "password": "\0"},
        {"login": "\u202e \U0001f600", "password": "🔑"},
    ],
)
def test_nonsense_is_refused_in_words(client, editor, sent):
    assert client.post(reverse("account_login"), sent).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head"])
def test_other_methods_are_no_errors_of_ours(client, method):
    pages = ["account_login", "mfa_authenticate", "mfa_index", "account_reauthenticate", "mfa_activate_totp"]

    assert max(getattr(client, method)(reverse(page)).status_code for page in pages) < 500


@pytest.mark.django_db
def test_nothing_else_of_the_library_is_there(client):
    for page in ("signup/", "password/reset/", "email/", "social/", "logout/", "2fa/webauthn/"):
        assert client.get(f"/accounts/{page}").status_code == 404


@pytest.mark.django_db
def test_programs_cannot_sign_in_by_header(client, editor):
    header = "Basic ZWRpdG9yOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ=="

    client.get("/api/v1/releases/", headers={"authorization": header})

    assert not SignInFailure.objects.exists()
    assert User.objects.get(username="editor").last_login is None


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seen", "started", "stays"),
    [(29 * 60, 0, True), (31 * 60, 0, False), (60, 11 * 3600, True), (60, 12 * 3600 + 1, False)],
)
def test_session_ends_when_its_time_has_run_out(client, editor, seen, started, stays):
    sign_in(client, "editor")
    age(client, seen_at=seen, signed_in_at=started)

    page = client.get(reverse("admin:index"))

    assert (page.status_code == 200) is stays
    assert stays or "已自动退出" in text_of(client.get(page["Location"]))


@pytest.mark.django_db
def test_session_lives_as_long_as_something_is_done(client, editor):
    sign_in(client, "editor")

    for _ in range(3):
        age(client, seen_at=20 * 60)
        assert is_in(client)


def change_password(official: User) -> None:
    official.set_password("another horse battery")
    official.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        change_password,
        lambda official: official.groups.add(Group.objects.get_or_create(name="reviewer")[0]),
        lambda official: official.groups.clear(),
        lambda _official: User.objects.update(department=make_department("health")),
        lambda _official: User.objects.update(is_active=False),
        lambda _official: User.objects.update(is_staff=False),
        actions.end_sessions,
    ],
    ids=["password", "role given", "role taken", "department", "deactivated", "no staff", "ended"],
)
def test_session_ends_with_what_it_stood_on(client, editor, change):
    sign_in(client, "editor")
    before = is_in(client)

    change(User.objects.get(pk=editor.pk))

    assert (before, is_in(client)) == (True, False)


@pytest.mark.django_db
def test_public_pages_are_the_same_for_officials(client, editor):
    visitor = client.get(reverse("home"))
    sign_in(client, "editor")

    official = client.get(reverse("home"))

    assert official.content == visitor.content
    assert not visitor.cookies


@pytest.mark.django_db
def test_cookies_through_tls_are_bound_to_this_host(settings, editor):
    client = Client()
    done = sign_in(client, "editor", secure=True)

    cookie = done.cookies["__Host-sessionid"]

    assert "sessionid" not in done.cookies
    assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "")
    assert client.get(reverse("admin:index"), secure=True).status_code == 200
    client.cookies["sessionid"] = client.cookies.pop("__Host-sessionid").value
    assert client.get(reverse("admin:index"), secure=True).status_code == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "secure", "address"),
    [
        ("203.0.113.7", "", False, "203.0.113.7"),
        ("203.0.113.7", "10.0.0.1", False, "203.0.113.7"),
        ("127.0.0.1", "10.0.0.1, 198.51.100.4", True, "198.51.100.4"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("127.0.0.1", "nonsense", True, None),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::"),
        ("", "", False, None),
    ],
)
def test_address_is_what_the_proxy_saw(rf, remote, forwarded, secure, address):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https" if secure else "http"}

    assert client_address(rf.get("/", REMOTE_ADDR=remote, **extra)) == address
