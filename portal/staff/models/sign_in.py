"""Failed sign-ins and second factors."""

import pghistory
from allauth.mfa.models import Authenticator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.records.history import never_truncated


class SignInFailure(models.Model):
    """A wrong password or code. Too many lock the account for a while; each is deleted after 90 days.

    The name is as typed and need not be an official's.
    """

    class Step(models.TextChoices):
        PASSWORD = "password", _("Password")
        CODE = "code", _("Second step")

    username = models.CharField(_("username"), max_length=150)
    address = models.GenericIPAddressField(_("network address"), null=True)
    step = models.CharField(_("step"), max_length=8, choices=Step.choices)
    at = models.DateTimeField(_("time"))
    counts = models.BooleanField(
        _("still counts"),
        default=True,
        help_text=_("Until the official signs in or an administrator unlocks."),
    )

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        indexes = [models.Index(fields=["username", "-at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.username


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    exclude=["data", "last_used_at"],
    meta={"triggers": [never_truncated()]},
)
class SecondFactor(Authenticator):
    """An official's authenticator app or recovery codes. Audited when added and removed, never its content."""

    not_public = "As its user."

    class Meta:
        proxy = True
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")
