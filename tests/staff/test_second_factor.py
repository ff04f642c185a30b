"""The second step: of whom it is asked, how it is set up, what its codes open, and how it goes again."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import F
from django.test import Client
from django.urls import reverse

from portal.runserver.demo_accounts import create_demo_accounts
from portal.staff.models import SecondFactor, SignInFailure, User
from portal.staff.sign_in import forms
from tests.officials import PASSWORD, code_of, is_in, secret_of, send_code, set_up, sign_in
from tests.world import make_user

pytestmark = pytest.mark.django_db
STYLED = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|data:", re.IGNORECASE)


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def armed(reviewer) -> User:
    """A reviewer who has set the second factor up, with the codes under `codes`."""
    client = Client()
    sign_in(client, "reviewer")
    reviewer.codes = set_up(client)
    return reviewer


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def events(kind: str) -> list[tuple[str, str]]:
    found = SecondFactor.pgh_event_model.objects.filter(pgh_label=kind).order_by("pgh_id")
    return [(event.type, event.pgh_context.metadata["action"]) for event in found]


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        (["editor"], False),
        (["reviewer"], True),
        (["head"], True),
        (["administrator"], True),
        (["editor", "reviewer"], True),
        ([], False),
    ],
)
def test_second_factor_is_asked_of_whoever_may_approve(client, roles, asked):
    make_user("somebody", "construction", *roles)
    sign_in(client, "somebody")

    page = client.get(reverse("admin:index"))

    assert (page.headers.get("Location") == reverse("mfa_activate_totp")) is asked


def test_second_factor_is_asked_of_superusers(client):
    User.objects.create_superuser("root", password=PASSWORD)
    sign_in(client, "root")

    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_activate_totp")


def test_nothing_opens_before_it_is_set_up(client, reviewer):
    sign_in(client, "reviewer")
    pages = [
        "admin:index",
        "admin:portal_release_changelist",
        "admin:trail",
        "mfa_index",
        "admin:autocomplete",
    ]

    led = {client.get(reverse(page))["Location"] for page in pages}
    posted = client.post(reverse("admin:portal_release_add"), {"slug": "x"})

    assert led == {posted["Location"]} == {reverse("mfa_activate_totp")}
    assert client.post(reverse("admin:logout")).status_code == 200


def test_public_pages_stay_open_meanwhile(client, reviewer):
    sign_in(client, "reviewer")

    assert client.get(reverse("home")).status_code == 200


def test_setting_up_gives_ten_codes_and_opens_the_admin(client, reviewer):
    sign_in(client, "reviewer")

    codes = set_up(client)

    assert len(set(codes)) == 10
    assert is_in(client)
    assert events("insert") == [("totp", "second_factor_on"), ("recovery_codes", "second_factor_on")]


def test_page_draws_the_picture_itself_and_holds_nothing_inline(client, reviewer):
    sign_in(client, "reviewer")

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert STYLED.findall(page) == []
    assert re.search(r'<div class="qr" role="img" aria-label="[^"]+"><svg [^>]+><path ', page)
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    assert "otpauth://totp/reviewer?secret=" in page


def test_wrong_code_leaves_the_secret_that_was_scanned(client, reviewer):
    sign_in(client, "reviewer")
    before = client.get(reverse("mfa_activate_totp")).context["form"].secret

    after = client.post(reverse("mfa_activate_totp"), {"code": wrong(code_of(before))})

    assert after.context["form"].secret == before
    assert not Authenticator.objects.exists()


def test_secrets_lie_encrypted_also_before_they_are_confirmed(client, reviewer):
    sign_in(client, "reviewer")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    session = str(dict(client.session))
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert (secret in session, secret in stored, secret_of(reviewer)) == (False, False, secret)
    assert secret not in str(list(SecondFactor.pgh_event_model.objects.values()))


def test_secrets_stay_readable_under_a_new_key(settings, armed):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    secret = decrypt(stored)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "new"

    settings.SECRET_KEY_FALLBACKS = [old]

    assert decrypt(stored) == secret


def test_secrets_under_a_lost_key_open_nothing(settings, armed, client):
    settings.SECRET_KEY = "new"
    sign_in(client, "reviewer")

    assert send_code(client, "123456").status_code == 200


def test_password_alone_does_not_open(client, armed):
    done = sign_in(client, "reviewer")

    assert done["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_code_of_the_app_opens_and_leads_where_one_wanted(client, armed):
    asked = reverse("admin:trail")
    client.post(reverse("account_login"), {"login": "reviewer", "password": PASSWORD, "next": asked})

    done = send_code(client, code_of(secret_of(armed)))

    assert done["Location"] == asked
    assert is_in(client)


def test_code_is_taken_as_people_type_it(client, armed):
    sign_in(client, "reviewer")
    code = code_of(secret_of(armed)).translate({ord("0") + n: ord("０") + n for n in range(10)})

    send_code(client, f" {code[:3]} {code[3:]} ")

    assert is_in(client)


def test_code_opens_once(client, armed):
    code = code_of(secret_of(armed))
    for _ in range(2):
        client.logout()
        sign_in(client, "reviewer")
        again = send_code(client, code)

    assert again.status_code == 200
    assert not is_in(client)


def test_code_older_than_the_last_one_does_not_open(armed):
    secret = secret_of(armed)

    assert forms.accept(armed, code_of(secret, 1)) is not None
    assert forms.accept(armed, code_of(secret, 0)) is None


def test_recovery_code_opens_once(client, armed):
    opened = []
    for code in (armed.codes[0], armed.codes[0], armed.codes[1].replace(" ", "")):
        client.logout()
        sign_in(client, "reviewer")
        send_code(client, code)
        opened.append(is_in(client))

    assert opened == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_recovery_code_opens_once_of_many_at_once():
    client, reviewer = Client(), make_user("reviewer", "construction", "reviewer")
    sign_in(client, "reviewer")
    code = set_up(client)[0].replace(" ", "")

    def use(_number: int) -> bool:
        try:
            return forms.accept(reviewer, code) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(use, range(12)))

    assert sum(opened) == 1


def test_five_wrong_codes_close_the_second_step_from_everywhere(client, armed):
    sign_in(client, "reviewer")
    told = [send_code(client, wrong(code_of(secret_of(armed)))).status_code for _ in range(5)]
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    sign_in(elsewhere, "reviewer")

    shut = send_code(elsewhere, code_of(secret_of(armed))).status_code
    SignInFailure.objects.update(at=F("at") - dt.timedelta(minutes=31))
    later = send_code(elsewhere, code_of(secret_of(armed))).status_code

    assert (told, shut, later) == ([200, 200, 200, 200, 429], 429, 302)


def test_signing_in_again_by_password_does_not_start_the_count_anew(client, armed):
    statuses = []
    for _ in range(5):
        sign_in(client, "reviewer")
        statuses.append(send_code(client, wrong(code_of(secret_of(armed)))).status_code)
        client.cookies.clear()

    assert statuses == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("code", ["", "\0", "1" * 5000, "💥", "abcdef", "１２３", "-", "1\n2"])
def test_nonsense_for_a_code_is_refused_in_words(client, armed, code):
    sign_in(client, "reviewer")

    assert send_code(client, code).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"credential": "{}"}).status_code == 200


def test_setting_up_ends_the_official_s_other_sessions(client, reviewer):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "reviewer")

    set_up(client)

    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_editor_may_set_it_up_and_switch_it_off(client, editor):
    sign_in(client, "editor")
    set_up(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert is_in(client)
    assert set(events("delete")) == {("totp", "second_factor_off"), ("recovery_codes", "second_factor_off")}


def test_whoever_needs_it_cannot_switch_it_off(client, reviewer):
    sign_in(client, "reviewer")
    set_up(client)

    refused = client.post(reverse("mfa_deactivate_totp"))

    assert reviewer.has_second_factor
    assert "不能关闭" in refused.content.decode()


def test_codes_are_shown_again_only_to_whoever_confirms(client, reviewer):
    sign_in(client, "reviewer")
    codes = set_up(client)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 301} for record in session["account_authentication_methods"]
    ]
    session.save()

    asked = client.get(reverse("mfa_download_recovery_codes"))
    client.post(asked["Location"], {"password": PASSWORD})
    given = client.get(reverse("mfa_download_recovery_codes"))

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert re.findall(r"^\d{4} \d{4}$", given.content.decode(), re.MULTILINE) == codes
    assert given["Content-Type"] == "text/plain; charset=utf-8"


def test_confirming_by_a_wrong_password_is_counted(client, reviewer):
    sign_in(client, "reviewer")
    set_up(client)
    page = reverse("account_reauthenticate")

    assert [client.post(page, {"password": "x"}).status_code for _ in range(5)] == [200] * 4 + [429]


def test_new_codes_void_the_old_ones(client, reviewer):
    sign_in(client, "reviewer")
    old = set_up(client)

    client.post(reverse("mfa_generate_recovery_codes"))

    assert forms.accept(reviewer, old[0].replace(" ", "")) is None
    assert events("delete") == [("recovery_codes", "recovery_codes")]


def reset(client: Client, official: User) -> str:
    form = {"action": "reset_second_factor", "_selected_action": [official.pk]}
    return client.post(reverse("admin:portal_user_changelist"), form, follow=True).content.decode()


def test_administrator_resets_it_for_whoever_lost_it(settings, client, armed, administrator):
    settings.SECOND_FACTOR_REQUIRED = False  # of the administrator, here
    client.force_login(administrator)

    reset(client, armed)

    assert not armed.has_second_factor
    assert ("totp", "second_factor_reset") in events("delete")
    event = SecondFactor.pgh_event_model.objects.filter(pgh_label="delete").first()
    assert event.pgh_context.metadata["user"] == administrator.pk
    assert "重置两步登录" in client.get(reverse("admin:trail")).content.decode()


def test_administrator_does_not_reset_their_own(client, administrator):
    sign_in(client, "administrator")
    set_up(client)

    said = reset(client, administrator)

    assert "另一位管理员" in said
    assert administrator.has_second_factor


def test_last_administrator_is_helped_at_the_machine(armed, capsys):
    call_command("reset_second_factor", "reviewer")

    assert not armed.has_second_factor
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


@pytest.mark.parametrize(("spared", "page"), [(True, "admin:index"), (False, "mfa_activate_totp")])
def test_demo_accounts_are_spared_where_the_installation_says_so(settings, client, tmp_path, spared, page):
    settings.DEMO_WITHOUT_SECOND_FACTOR = spared
    (made,) = create_demo_accounts(path=tmp_path / "demo-accounts.txt")

    sign_in(client, made.username, made.password)

    assert client.get(reverse("admin:index"), follow=True).wsgi_request.path == reverse(page)


def test_sparing_demo_accounts_spares_nobody_else(settings, client, reviewer):
    settings.DEMO_WITHOUT_SECOND_FACTOR = True
    sign_in(client, "reviewer")

    assert not is_in(client)
