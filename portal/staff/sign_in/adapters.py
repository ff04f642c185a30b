"""allauth adapters."""

import base64
import hashlib
import io
import time

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from qrcode.image.svg import SvgPathImage

from portal.staff.models import User
from portal.staff.sign_in import attempts

#: How long a password or code just given need not be given again.
FRESH_SECONDS = 5 * 60


class AccountAdapter(DefaultAccountAdapter):
    """Administrators create the accounts, and sign-in leads to the admin."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("Wrong username or password."),
        "incorrect_password": gettext_lazy("Wrong password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """The pages themselves report what was done."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """The audit trail records it."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        attempts.signed_in(request, user.get_username())

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < FRESH_SECONDS for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts secrets, and draws QR codes without inline styles."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, expired or already used."),
        "cannot_delete_authenticator": gettext_lazy(
            "Two-step sign-in is required for everyone who may approve and cannot be switched off."
        ),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME["en" if get_language() == "en" else "zh-hans"]

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=4).save(drawn)
        return drawn.getvalue().decode().partition("?>")[2].strip()

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor


def cipher() -> MultiFernet:
    """Encrypts with a key derived from the secret key; decrypts with older keys too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"portal second factor {key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
