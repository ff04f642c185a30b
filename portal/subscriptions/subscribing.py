"""How somebody comes to be written to, and ceases to be: asking, confirming, following less, unsubscribing."""

import datetime as dt

import pglock
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.records.topics import Subject
from portal.subscriptions.models import Digest, Subscriber, Subscription, SubscriptionRequest

#: The advisory lock that confirmations share, and that queueing the digests of an occasion takes alone.
SUBSCRIBING = "subscribing"
#: How long the link in a mail of confirmation works, and how long an unconfirmed request is kept.
CONFIRM_WITHIN = dt.timedelta(days=3)
#: How long it is remembered that a digest was sent, or given up.
REMEMBER_SENT = dt.timedelta(days=30)
#: Mails of confirmation that one address gets at most, and all addresses together: nobody can have others flooded.
MOST_TO_ONE = ((dt.timedelta(hours=1), 5), (dt.timedelta(days=1), 12))
MOST_TO_ALL = (dt.timedelta(hours=1), 600)


class TooMany(Exception):
    """So many have asked within the hour that nobody is written to for now."""


@transaction.atomic
def ask(*, email: str, language: str, subject: Subject) -> SubscriptionRequest | None:
    """Note what somebody asks for. None if the address has been written to often enough: it is not told.

    Whether the address follows anything already plays no part, so nobody finds out. Raises TooMany.
    """
    now = timezone.now()
    delete_old(now)
    hold_address(email)
    if asked_since(now - MOST_TO_ALL[0]).count() >= MOST_TO_ALL[1]:
        raise TooMany
    of_address = {"email__iexact": email}
    if any(asked_since(now - span).filter(**of_address).count() >= most for span, most in MOST_TO_ONE):
        return None
    return SubscriptionRequest.objects.create(
        email=email, language=language, kind=subject.kind, reference=subject.reference, asked_at=now
    )


def hold_address(email: str) -> None:
    """Until this transaction ends nobody else asks for the address, whatever its capitals."""
    pglock.advisory(f"address {email.lower()}", xact=True, side_effect=pglock.Raise).acquire()


def asked_since(at: dt.datetime) -> QuerySet[SubscriptionRequest]:
    return SubscriptionRequest.objects.filter(asked_at__gt=at).order_by()


def pending(secret: str) -> SubscriptionRequest | None:
    """The request that a link of confirmation names, as long as the link works."""
    return asked_since(timezone.now() - CONFIRM_WITHIN).filter(secret=secret).first()


def unconfirmed(at: dt.datetime) -> QuerySet[SubscriptionRequest]:
    """Requests whose owners have yet to confirm, and can."""
    return asked_since(at - CONFIRM_WITHIN).filter(confirmed_at__isnull=True)


@transaction.atomic
def confirm(*, secret: str) -> Subscriber | None:
    """Do what was asked for. Confirming twice does nothing more. None if the link no longer works.

    Until this ends no digests are queued: whoever confirms while a release is being announced is confirmed after it.
    """
    pglock.advisory(SUBSCRIBING, shared=True, xact=True, side_effect=pglock.Raise).acquire()
    request = pending(secret)
    if request is None:
        return None
    hold_address(request.email)
    request.refresh_from_db()
    now = timezone.now()
    subscriber = Subscriber.objects.with_address(request.email).first()
    if request.confirmed_at is not None:
        return subscriber
    if subscriber is None:
        subscriber = Subscriber.objects.create(
            email=request.email, language=request.language, confirmed_at=now
        )
    subject = {"kind": request.kind, "reference": request.reference}
    subscriber.subscriptions.get_or_create(**subject, defaults={"confirmed_at": now})
    Subscriber.objects.filter(pk=subscriber.pk).update(language=request.language)
    SubscriptionRequest.objects.filter(pk=request.pk).update(confirmed_at=now)
    return subscriber


@transaction.atomic
def stop_following(*, subscription: Subscription) -> bool:
    """Follow one thing less. With the last the address goes too; returns whether it stays."""
    subscriber = subscription.subscriber
    subscription.delete()
    if subscriber.subscriptions.exists():
        return True
    forget(email=subscriber.email)
    return False


@transaction.atomic
def forget(*, email: str) -> bool:
    """Delete everything that is kept of an address; returns whether there was anything."""
    deleted, _by_model = Subscriber.objects.with_address(email).delete()
    asked, _by_model = SubscriptionRequest.objects.filter(email__iexact=email).delete()
    return bool(deleted + asked)


def delete_old(now: dt.datetime) -> None:
    """Delete requests after their time, and what was written to whom a month ago."""
    SubscriptionRequest.objects.filter(asked_at__lte=now - CONFIRM_WITHIN).delete()
    before = now - REMEMBER_SENT
    Digest.objects.filter(settled_at__lte=before).delete()
    Digest.objects.filter(state=Digest.State.UNKNOWN, next_attempt_at__lte=before).delete()
