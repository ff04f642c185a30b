"""Signing in as people do: by the pages, with a password and codes from an app."""

import re
import time

import pyotp
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.staff.models import User

PASSWORD = "correct horse battery"
SECRET = re.compile(r'class="secret" translate="no">([A-Z2-7 ]+)<')
LISTED = re.compile(r"<li><code>(\d{4} \d{4})</code></li>")


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": name, "password": password}, **extra)


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return pyotp.HOTP(secret.replace(" ", "")).at(int(time.time()) // 30 + ahead)


def secret_of(official: User) -> str:
    return decrypt(Authenticator.objects.get(user=official, type="totp").data["secret"])


def set_up(client: Client) -> list[str]:
    """Set up the second factor of whoever is signed in; gives the recovery codes."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = SECRET.search(page.content.decode()).group(1)
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    return LISTED.findall(done.content.decode())


def send_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200
