"""The second factor: of whom it is asked, and whether a code is right."""

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
    """Whether the official may not work without. Accounts for trying out may where the installation says so."""
    tries_out = settings.DEMO_WITHOUT_SECOND_FACTOR and DEMO in user.roles
    return settings.SECOND_FACTOR_REQUIRED and user.is_guarded and not tries_out


def has(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=App).exists()


def plain_code(text: str) -> str:
    """The code without what people put between its digits; a Chinese keyboard may give full-width ones."""
    return "".join(unicodedata.normalize("NFKC", text).replace("-", " ").split())


@transaction.atomic
def accept(user: User, code: str) -> Authenticator | None:
    """The app or the list that the code is from, if it is right and was not used before: each opens once."""
    own = list(Authenticator.objects.select_for_update().filter(user_id=user.pk))
    for authenticator in own:
        judge = _is_next if authenticator.type == App else _is_unused
        try:
            if judge(authenticator, code):
                authenticator.user = user
                return authenticator
        except InvalidToken:  # encrypted under a secret key that is gone: an administrator resets it
            continue
    return None


def _is_next(authenticator: Authenticator, code: str) -> bool:
    """Whether the app shows that code now; a code as old as the last one used, or older, is none (RFC 6238, 5.2)."""
    secret, used = decrypt(authenticator.data["secret"]), authenticator.data.get("counter", -1)
    counter = counter_of(secret, code)
    if counter is None or counter <= used:
        return False
    authenticator.data["counter"] = counter
    authenticator.save(update_fields=["data"])
    return True


def counter_of(secret: str, code: str) -> int | None:
    """The half minute since 1970 at which an app with this secret shows the code; None if that is not about now."""
    now, tolerance = pyotp.TOTP(secret).timecode(timezone.now()), settings.MFA_TOTP_TOLERANCE
    counters = range(now - tolerance, now + tolerance + 1)
    return next((counter for counter in counters if pyotp.HOTP(secret).verify(code, counter)), None)


def _is_unused(authenticator: Authenticator, code: str) -> bool:
    return authenticator.wrap().validate_code(code)
