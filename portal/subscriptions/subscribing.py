"""Subscription actions: request, confirm, unfollow, unsubscribe."""

import datetime as dt

import pglock
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.records.topics import Subject
from portal.subscriptions.models import Digest, Subscriber, Subscription, SubscriptionRequest

#: Advisory lock: shared by confirmations, exclusive while queueing the digests of an occasion.
SUBSCRIBING = "subscribing"
#: Validity of confirmation links, and lifetime of unconfirmed requests.
CONFIRM_WITHIN = dt.timedelta(days=3)
#: How long digests are kept after being sent or given up.
REMEMBER_SENT = dt.timedelta(days=30)
#: Hourly limits of confirmation e-mails, for one address and in total, so that nobody can flood others.
MOST_TO_ONE = ((dt.timedelta(hours=1), 5), (dt.timedelta(days=1), 12))
MOST_TO_ALL = (dt.timedelta(hours=1), 600)


class TooMany(Exception):
    """The hourly limit is reached; no more confirmation e-mails for now."""


@transaction.atomic
def record_request(*, email: str, language: str, subject: Subject) -> SubscriptionRequest | None:
    """Record a subscription request. None if the address has reached its limit, which is not disclosed.

    Existing subscriptions play no part, so nobody can probe for them. Raises TooMany.
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
    """Lock the address, ignoring case, until the transaction ends."""
    pglock.advisory(f"address {email.lower()}", xact=True, side_effect=pglock.Raise).acquire()


def asked_since(at: dt.datetime) -> QuerySet[SubscriptionRequest]:
    return SubscriptionRequest.objects.filter(asked_at__gt=at).order_by()


def pending(secret: str) -> SubscriptionRequest | None:
    """The request of a confirmation link, while the link is valid."""
    return asked_since(timezone.now() - CONFIRM_WITHIN).filter(secret=secret).first()


def unconfirmed(at: dt.datetime) -> QuerySet[SubscriptionRequest]:
    """Requests that can still be confirmed."""
    return asked_since(at - CONFIRM_WITHIN).filter(confirmed_at__isnull=True)


@transaction.atomic
def confirm(*, secret: str) -> Subscriber | None:
    """Create the requested subscription. Idempotent. None if the link is no longer valid.

    No digests are queued until this commits: a confirmation during an announcement takes effect after it.
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
    """Unfollow one topic. With the last one the subscriber is deleted; returns whether it still exists."""
    subscriber = subscription.subscriber
    subscription.delete()
    if subscriber.subscriptions.exists():
        return True
    forget(email=subscriber.email)
    return False


@transaction.atomic
def forget(*, email: str) -> bool:
    """Delete everything about an address; returns whether there was anything."""
    deleted, _by_model = Subscriber.objects.with_address(email).delete()
    asked, _by_model = SubscriptionRequest.objects.filter(email__iexact=email).delete()
    return bool(deleted + asked)


def delete_old(now: dt.datetime) -> None:
    """Delete expired requests, and digests older than a month."""
    SubscriptionRequest.objects.filter(asked_at__lte=now - CONFIRM_WITHIN).delete()
    before = now - REMEMBER_SENT
    Digest.objects.filter(settled_at__lte=before).delete()
    Digest.objects.filter(state=Digest.State.UNKNOWN, next_attempt_at__lte=before).delete()
