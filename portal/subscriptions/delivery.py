"""Delivery of queued digests, each once.

A digest is claimed (`sending`, committed), sent, and marked `sent`. While sending, the process holds an advisory lock
on the digest, which ends with the process. A claimed digest whose lock is free was abandoned by a process that died
between claim and mark, and the row alone does not say whether the e-mail left:

- the file backend knows: it writes a Message-ID only once, so the digest is simply sent again and is neither lost
  nor duplicated;
- a mail server does not tell: the digest becomes `unknown` and is never resent automatically. Delivery is then at most
  once; whoever runs the portal sees these digests and can resend them explicitly.
"""

import datetime as dt
import functools
import logging
import smtplib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pglock
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from portal.publishing.models import Release
from portal.records.topics import DigestLine
from portal.subscriptions.emails import Nothing, digest_email
from portal.subscriptions.models import Digest
from portal.subscriptions.outbox import lines_of

State = Digest.State
logger = logging.getLogger(__name__)

#: Delays after each refused attempt; after the last, the digest is given up.
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 20, 80, 320, 1280))
#: E-mails per connection; many servers disconnect after a few more.
MAILS_A_CONNECTION = 50
#: Errors by which a mail server reports that it did not accept the e-mail.
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class Unreachable(Exception):
    """No mail server responds, or the mail folder is not writable. Nothing was claimed."""


@dataclass
class Run:
    """One run over all due digests; `counts` by outcome."""

    now: Callable[[], dt.datetime] = timezone.now
    counts: Counter = field(default_factory=Counter)
    outlet: BaseEmailBackend | None = None
    sent_over_it: int = 0

    def __post_init__(self) -> None:
        # by release, so that its lines are built once a language for all followers
        self.lines = functools.lru_cache(maxsize=8)(lambda _pk, _language, release: lines_of(release))

    def cached_lines(self, release: Release) -> list[DigestLine]:
        return self.lines(release.pk, get_language(), release)

    def send_due(self) -> Counter:
        """Send due digests until none are left. Raises Unreachable."""
        self.open()
        self.settle_abandoned()
        while (digest := claim(self.now())) is not None:
            try:
                self.deliver(digest)
            finally:
                lock_of(digest.pk).release()
        self.close()
        return self.counts

    def settle_abandoned(self) -> None:
        """Settle digests abandoned by dead processes."""
        for pk in Digest.objects.filter(state=State.SENDING).values_list("pk", flat=True):
            if not lock_of(pk, timeout=0).acquire():
                continue  # another process is sending it
            left = Digest.objects.filter(pk=pk, state=State.SENDING)
            if getattr(self.outlet, "knows_what_was_sent", False):
                self.counts["taken up"] += left.update(state=State.WAITING, next_attempt_at=self.now())
            else:
                self.counts[State.UNKNOWN] += left.update(state=State.UNKNOWN, problem="interrupted")
            lock_of(pk).release()

    def deliver(self, digest: Digest) -> None:
        """Send a claimed digest and record the outcome."""
        try:
            message = digest_email(digest, self.now(), self.cached_lines)
        except Nothing:
            Digest.objects.filter(pk=digest.pk).delete()
            self.counts["dropped"] += 1
            return
        except DatabaseError:
            raise
        except Exception as error:
            self.counts[postpone(digest, self.now(), problem_of(error))] += 1
            logger.exception("digest_not_written", extra={"digest": digest.pk})
            return
        if self.sent_over_it >= MAILS_A_CONNECTION:
            self.reopen(digest)
        try:
            self.outlet.send_messages([message])
        except Exception as error:  # noqa: BLE001 - one bad address must not stop the others
            self.note(digest, error)
            self.reopen(None)
        else:
            self.sent_over_it += 1
            settle(digest, state=State.SENT, settled_at=self.now(), problem="")
            self.counts[State.SENT] += 1

    def note(self, digest: Digest, error: Exception) -> None:
        """A refused digest is retried until it is given up; after any other error its fate is unknown."""
        knows = getattr(self.outlet, "knows_what_was_sent", False)
        state = State.UNKNOWN
        if knows or isinstance(error, REFUSALS):
            state = postpone(digest, self.now(), problem_of(error))
        else:
            settle(digest, state=state, problem=problem_of(error))
        self.counts[state] += 1
        logger.warning("digest_not_sent", extra={"digest": digest.pk, "problem": problem_of(error)})

    def open(self) -> None:
        try:
            self.outlet = get_connection()
            self.outlet.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(problem_of(error)) from error
        self.sent_over_it = 0

    def close(self) -> None:
        try:
            self.outlet.close()
        except (OSError, smtplib.SMTPException):
            logger.info("mail_connection_not_closed")

    def reopen(self, claimed: Digest | None) -> None:
        """Reconnect; on failure, return the claimed digest to the queue unchanged."""
        self.close()
        try:
            self.open()
        except Unreachable:
            if claimed is not None:
                settle(claimed, state=State.WAITING, attempts=F("attempts") - 1)
            raise


def claim(at: dt.datetime) -> Digest | None:
    """The next due digest, claimed and locked by this process; None if there is none."""
    with transaction.atomic():
        due = Digest.objects.due(at).select_related("subscriber", "occasion__release__corrects")
        digest = due.select_for_update(skip_locked=True, of=("self",)).first()
        if digest is None:
            return None
        lock_of(digest.pk).acquire()
        digest.attempts += 1
        Digest.objects.filter(pk=digest.pk).update(state=State.SENDING, attempts=digest.attempts)
    return digest


def lock_of(pk: int, **options: float) -> pglock.advisory:
    """The advisory lock on a digest, held by this connection until released or closed."""
    return pglock.advisory(f"digest {pk}", **options)


def settle(digest: Digest, **columns: object) -> None:
    """Save the outcome of a claimed digest. It may be deleted: unsubscribing deletes everything."""
    Digest.objects.filter(pk=digest.pk, state=State.SENDING).update(**columns)


def postpone(digest: Digest, now: dt.datetime, problem: str) -> State:
    """Schedule the next attempt with increasing delay, or give up after the last; returns the new state."""
    if digest.attempts > len(BACK_OFF):
        settle(digest, state=State.FAILED, settled_at=now, problem=problem)
        return State.FAILED
    wait = BACK_OFF[digest.attempts - 1]
    settle(digest, state=State.WAITING, next_attempt_at=now + wait, problem=problem)
    return State.WAITING


def problem_of(error: Exception) -> str:
    """The error, without the address that servers like to repeat."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((reply[0] for reply in error.recipients.values()), None)
    return " ".join(filter(None, (type(error).__name__, str(code or getattr(error, "errno", None) or ""))))


def send_again(pks: list[int], now: dt.datetime) -> int:
    """Queue digests that were given up or have an unknown fate once more; returns their number."""
    lost = Digest.objects.filter(pk__in=pks, state__in=[State.UNKNOWN, State.FAILED])
    return lost.update(state=State.WAITING, settled_at=None, attempts=0, next_attempt_at=now, problem="")
