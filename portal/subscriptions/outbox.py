"""The outbox: one digest for each occasion and subscriber, queued all together or not at all."""

import datetime as dt
from collections.abc import Iterable

import pglock
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.publishing.models import Release
from portal.records.topics import Subject
from portal.subscriptions.lines import lines_of, subjects_of
from portal.subscriptions.models import Digest, Occasion, Subscriber, Subscription
from portal.subscriptions.subscribing import SUBSCRIBING

Event = Occasion.Event


def outstanding(at: dt.datetime) -> list[Occasion]:
    """Occasions up to that time without queued digests, oldest first; not saved.

    Derived from the clock alone: the end of an embargo needs no process running at that moment.
    """
    announced = {
        event: Exists(Occasion.objects.filter(release=OuterRef("pk"), event=event)) for event in Event.values
    }
    public = Release.objects.released(at).select_related("corrects").order_by("released_at", "pk")
    released = public.filter(~announced[Event.RELEASED])
    withdrawn = public.withdrawn(at).filter(~announced[Event.WITHDRAWN])
    return [
        *(Occasion(release=one, event=Event.RELEASED, happened_at=one.released_at) for one in released),
        *(Occasion(release=one, event=Event.WITHDRAWN, happened_at=one.withdrawn_at) for one in withdrawn),
    ]


def queue(occasion: Occasion) -> int:
    """Queue the digests of an occasion, unless already queued; returns their number.

    The content of a public release no longer changes, so it is read before taking the lock.
    """
    touched = touched_by(occasion)
    with transaction.atomic():
        pglock.advisory(SUBSCRIBING, xact=True, side_effect=pglock.Raise).acquire()
        now = timezone.now()
        saved, is_new = Occasion.objects.get_or_create(
            release=occasion.release,
            event=occasion.event,
            defaults={"happened_at": occasion.happened_at, "queued_at": now},
        )
        if not is_new:
            return 0
        digests = [
            Digest(subscriber=subscriber, occasion=saved, next_attempt_at=now)
            for subscriber in followers(touched, occasion.happened_at)
        ]
        return len(Digest.objects.bulk_create(digests, batch_size=1000))


def touched_by(occasion: Occasion) -> set[Subject]:
    """The subjects whose followers are notified; none without possible followers."""
    release = occasion.release
    return subjects_of(release, lines_of(release)) if concerns_anybody(occasion) else set()


def concerns_anybody(occasion: Occasion) -> bool:
    """Whether there is something to report and the topic had a follower at the time.

    The publication of a release is not reported once it is withdrawn: its withdrawal is.
    """
    if occasion.event == Event.RELEASED and occasion.release.withdrawn_at is not None:
        return False
    return Subscription.objects.filter(confirmed_at__lt=occasion.happened_at).exists()


def followers(subjects: Iterable[Subject], before: dt.datetime) -> QuerySet[Subscriber]:
    """Followers of any of the subjects since before that time, without duplicates."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.reference)
    either = Q(pk__in=[])
    for kind, references in by_kind.items():
        either |= Q(kind=kind, reference__in=references)
    following = Subscription.objects.filter(either, confirmed_at__lt=before)
    return Subscriber.objects.filter(pk__in=following.values("subscriber")).order_by("pk")
