"""The second factor: who needs one, and verification of codes."""

import unicodedata

import pyotp
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.staff.models import DEMO, User

App = Authenticator.Type.TOTP


def is_required(user: User) -> bool:
    """Whether the official must have a second factor. The installation may exempt demo accounts."""
    tries_out = settings.DEMO_WITHOUT_SECOND_FACTOR and DEMO in user.roles
    return settings.SECOND_FACTOR_REQUIRED and user.is_guarded and not tries_out


def has(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=App).exists()


def plain_code(text: str) -> str:
    """The code without separators; full-width digits of Chinese keyboards are normalized."""
    return "".join(unicodedata.normalize("NFKC", text).replace("-", " ").split())


@transaction.atomic
def accept(user: User, code: str) -> Authenticator | None:
    """The authenticator of a valid, unused code; None for any other code."""
    own = list(Authenticator.objects.select_for_update().filter(user_id=user.pk))
    for authenticator in own:
        judge = _is_next if authenticator.type == App else _is_unused
        try:
            if judge(authenticator, code):
                authenticator.user = user
                return authenticator
        except InvalidToken:  # encrypted with a lost secret key: an administrator must reset it
            continue
    return None


def _is_next(authenticator: Authenticator, code: str) -> bool:
    """Whether the app shows this code now; codes up to the last one used are refused (RFC 6238, 5.2)."""
    secret, used = decrypt(authenticator.data["secret"]), authenticator.data.get("counter", -1)
    counter = counter_of(secret, code)
    if counter is None or counter <= used:
        return False
    authenticator.data["counter"] = counter
    authenticator.save(update_fields=["data"])
    return True


def counter_of(secret: str, code: str) -> int | None:
    """The half-minute counter at which an app with this secret shows the code; None if not about now."""
    now, tolerance = pyotp.TOTP(secret).timecode(timezone.now()), settings.MFA_TOTP_TOLERANCE
    counters = range(now - tolerance, now + tolerance + 1)
    return next((counter for counter in counters if pyotp.HOTP(secret).verify(code, counter)), None)


def _is_unused(authenticator: Authenticator, code: str) -> bool:
    return authenticator.wrap().validate_code(code)
