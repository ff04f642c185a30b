"""Account actions: unlock, reset two-step sign-in, end sessions. All are audited."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.records.errors import NotAllowed
from portal.staff.audit import acting
from portal.staff.models import SignInFailure, User


@transaction.atomic
def unlock(*, official: User, by: User, door: str = "form") -> None:
    """Lift a lockout at once: all failed attempts so far stop counting, from every address."""
    _administers(by)
    with acting(by, action="unlock", door=door):
        SignInFailure.objects.filter(username=official.username, counts=True).update(counts=False)
        User.objects.filter(pk=official.pk).update(unlocked_at=timezone.now())


@transaction.atomic
def reset_second_factor(*, official: User, by: User | None, door: str = "form") -> bool:
    """Remove a lost app and its recovery codes, and end the sessions. Returns whether there were any.

    `by` is None on the command line of the server, for the last administrator.
    """
    if by is not None:
        _administers(by)
        if by.pk == official.pk:
            raise NotAllowed(_("Ask another administrator to reset yours."))
    with acting(by or official, action="second_factor_reset", door=door):
        removed, _each = Authenticator.objects.filter(user=official).delete()
        end_sessions(official)
    return removed > 0


def end_sessions(official: User, *, but: HttpRequest | None = None) -> None:
    """Sign the official out everywhere except in the current request."""
    User.objects.filter(pk=official.pk).update(sessions_ended=F("sessions_ended") + 1)
    if but is not None:
        official.refresh_from_db(fields=["sessions_ended"])
        update_session_auth_hash(but, official)


def _administers(by: User) -> None:
    if not by.is_administrator:
        raise NotAllowed(_("Only an administrator may do this."))
