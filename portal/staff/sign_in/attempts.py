"""Sign-in lockout: five wrong passwords or codes lock the account for half an hour.

An attempt is counted before it is checked and removed if it was right, so that of a hundred concurrent guesses no more
than five are checked. Passwords are counted by typed name and address, whether or not the account exists; codes by
official alone, because reaching that step takes the password.
"""

import datetime as dt
import ipaddress

import pglock
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.staff.models import SignInFailure

#: Host bits of an IPv6 address. Attempts are counted by network: each visitor has a whole network of addresses.
HOST_BITS = 64


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, for IPv6 the network; None if unknown.

    Requests over TLS come through the proxy, which appends the peer's address to X-Forwarded-For.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and request.is_secure():
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 4:  # noqa: PLR2004
        return str(address)
    return str(ipaddress.IPv6Address(int(address) >> HOST_BITS << HOST_BITS))


Step = SignInFailure.Step
LIMIT = 5
WITHIN = dt.timedelta(minutes=30)
CLOSED_FOR = dt.timedelta(minutes=30)
KEPT_FOR = dt.timedelta(days=90)
LONGEST_NAME = 150


class Locked(Exception):
    """No attempts are accepted before `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def seconds(self) -> int:
        return max(1, int((self.until - timezone.now()).total_seconds()) + 1)

    def __str__(self) -> str:
        return _(
            "Too many wrong attempts. Try again after %(time)s, Beijing time (in %(minutes)d min), "
            "or ask an administrator to unlock the account."
        ) % {
            "time": timezone.localtime(self.until + dt.timedelta(seconds=59)).strftime("%H:%M"),
            "minutes": -(-self.seconds // 60),
        }


def begin(request: HttpRequest, username: str, step: Step) -> SignInFailure:
    """Record an attempt, as wrong until `right` is called. Raises Locked if no attempts are accepted."""
    username, address, now = username[:LONGEST_NAME], client_address(request), timezone.now()
    with transaction.atomic():
        pglock.advisory(f"sign-in {username}", xact=True, side_effect=pglock.Raise).acquire()
        if until := closed_until(username, address, step):
            raise Locked(until)
        SignInFailure.objects.filter(at__lt=now - KEPT_FOR).delete()
        return SignInFailure.objects.create(username=username, address=address, step=step, at=now)


def right(attempt: SignInFailure) -> None:
    """The attempt was right. Earlier failures still count: the official is not signed in yet."""
    attempt.delete()


def wrong(attempt: SignInFailure) -> Locked | None:
    """The attempt was wrong. Returns the lockout it caused."""
    until = closed_until(attempt.username, attempt.address, attempt.step)
    return Locked(until) if until else None


def signed_in(request: HttpRequest, username: str) -> None:
    """The official is signed in: failures from here no longer count. Failures from elsewhere still do."""
    here = Q(step=Step.PASSWORD, address=client_address(request)) | Q(step=Step.CODE)
    SignInFailure.objects.filter(here, username=username, counts=True).update(counts=False)


def closed_until(username: str, address: str | None, step: Step) -> dt.datetime | None:
    """End of the lockout; None if attempts are accepted."""
    counted = SignInFailure.objects.filter(username=username, step=step, counts=True)
    if step != Step.CODE:
        counted = counted.filter(address=address)
    times = list(counted.order_by("-at").values_list("at", flat=True)[:LIMIT])
    if len(times) < LIMIT or times[0] - times[-1] > WITHIN:
        return None
    until = times[0] + CLOSED_FOR
    return until if until > timezone.now() else None


def closures(username: str) -> list[dt.datetime]:
    """Lockouts of the account: for each locked address, and for codes."""
    recent = SignInFailure.objects.filter(username=username, counts=True, at__gt=timezone.now() - CLOSED_FOR)
    doors = set(recent.values_list("address", "step"))
    return sorted({until for door in doors if (until := closed_until(username, *door))})
