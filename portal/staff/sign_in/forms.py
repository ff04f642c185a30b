"""Sign-in forms, and the verification of codes. Every password and code is counted by `attempts`."""

import unicodedata

import pyotp
from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.staff.models import User
from portal.staff.sign_in import attempts

#: Session key of a new secret, encrypted, until a code shows that the app has it.
PENDING = "second_factor_pending"


class CodeField(forms.CharField):
    """A six-digit app code or an eight-digit recovery code, without separators and full-width digits."""

    def __init__(self, **kwargs: object) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        super().__init__(max_length=20, widget=forms.TextInput(attributes), **kwargs)

    def to_python(self, value: object) -> str:
        code = unicodedata.normalize("NFKC", super().to_python(value))
        return "".join(code.replace("-", " ").split())


def refuse_closed(request: HttpRequest) -> None:
    """Raise ValidationError during a lockout."""
    if locked := getattr(request, "locked", None):
        raise ValidationError(str(locked), code="locked")


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("Username")
        self.fields["login"].widget = forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        )
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].widget = forms.PasswordInput({"autocomplete": "current-password"})
        self.fields["password"].help_text = ""

    def clean(self) -> dict:
        try:
            return super().clean()
        except ValidationError:
            refuse_closed(self.request)
            raise


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].widget = forms.PasswordInput(
            {"autocomplete": "current-password", "autofocus": True}
        )
        self.fields["password"].help_text = ""

    def clean_password(self) -> str:
        try:
            return super().clean_password()
        except ValidationError:
            refuse_closed(context.request)
            raise


class Code(forms.Form):
    """Checks a code, unless the account is locked."""

    code = CodeField(label=gettext_lazy("Second step"))
    user: User

    def clean_code(self) -> str:
        request, code = context.request, self.cleaned_data["code"]
        try:
            attempt = attempts.begin(request, self.user.get_username(), attempts.Step.CODE)
        except attempts.Locked as locked:
            request.locked = locked
            refuse_closed(request)
        self.authenticator = accept(self.user, code)
        if self.authenticator is None:
            request.locked = attempts.wrong(attempt)
            refuse_closed(request)
            raise get_adapter().validation_error("incorrect_code")
        attempts.right(attempt)
        return code


class AuthenticateForm(Code, base.AuthenticateForm):
    """The second step of signing in."""

    code = CodeField(label=gettext_lazy("Code from your app, or a recovery code"))


class ReauthenticateByCodeForm(Code, base.ReauthenticateForm):
    code = CodeField(label=gettext_lazy("Code from your app, or a recovery code"))


class ActivateForm(totp.ActivateTOTPForm):
    """Takes the first code from a new secret."""

    code = CodeField(label=gettext_lazy("The six digits that the app shows"))

    def __init__(self, *args, **kwargs) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        session = context.request.session
        if not self.is_bound or PENDING not in session:
            session[PENDING] = encrypt(pyotp.random_base32())
        self.secret = decrypt(session[PENDING])

    def clean_code(self) -> str:
        if counter_of(self.secret, self.cleaned_data["code"]) is None:
            raise get_adapter().validation_error("incorrect_code")
        return self.cleaned_data["code"]


class OwnPasswordForm(AdminPasswordChangeForm):
    """The official's own password change. Wrong guesses of the old password are counted."""

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        try:
            attempt = attempts.begin(self.request, self.user.get_username(), attempts.Step.PASSWORD)
        except attempts.Locked as locked:
            raise ValidationError(str(locked), code="locked") from None
        password = super().clean_old_password()
        attempts.right(attempt)
        return password

    def clean(self) -> dict:
        cleaned = super().clean()
        given, chosen = cleaned.get("old_password"), cleaned.get("new_password2")
        if self.user.password_is_temporary and given and given == chosen:
            self.add_error("new_password2", _("Choose a password other than the one you were given."))
        return cleaned

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's own
        self.user.password_is_temporary = False
        return super().save(commit)


@transaction.atomic
def accept(user: User, code: str) -> Authenticator | None:
    """The authenticator of a valid, unused code; None for any other code."""
    own = list(Authenticator.objects.select_for_update().filter(user_id=user.pk))
    for authenticator in own:
        is_app = authenticator.type == Authenticator.Type.TOTP
        try:
            is_valid = _is_next(authenticator, code) if is_app else authenticator.wrap().validate_code(code)
        except InvalidToken:  # encrypted with a lost secret key: an administrator must reset it
            continue
        if is_valid:
            authenticator.user = user
            return authenticator
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
