"""The outbox: one digest for each occasion and subscriber, queued all together or not at all.

A release is read as digest lines; their subjects decide who gets a digest.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import pglock
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.publishing.models import Release
from portal.records.registry import declared
from portal.records.topics import DigestLine, Subject
from portal.subscriptions.models import Digest, Occasion, Subscriber, Subscription
from portal.subscriptions.subscribing import SUBSCRIBING

Event = Occasion.Event


def lines_of(release: Release) -> list[DigestLine]:
    """All lines of the release, without duplicates; those of a correction also for followers of what it corrects."""
    lines: dict[str, DigestLine] = {}
    corrected = frozenset(corrected_by(release))
    for declared_lines in sorted(declared("DIGEST_LINES"), key=lambda one: one.order):
        for line in declared_lines.of(release):
            before = lines.get(line.address)
            subjects = corrected | line.subjects | (before.subjects if before else frozenset())
            lines[line.address] = DigestLine(before.text if before else line.text, line.address, subjects)
    return list(lines.values())


def corrected_by(release: Release) -> Iterator[Subject]:
    """The chain of releases that it corrects."""
    while (release := release.corrects) is not None:
        yield Subject("release", release.slug)


def subjects_of(release: Release, lines: Iterable[DigestLine]) -> set[Subject]:
    """Every subject of the release's lines, and the release itself, for followers of its withdrawal."""
    return {Subject("release", release.slug)}.union(*(line.subjects for line in lines))


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
    """The subjects whose followers get a digest; none if nobody followed anything at the time.

    The publication of a release is not announced once it is withdrawn: its withdrawal is.
    """
    release = occasion.release
    if occasion.event == Event.RELEASED and release.withdrawn_at is not None:
        return set()
    if not Subscription.objects.filter(confirmed_at__lt=occasion.happened_at).exists():
        return set()
    return subjects_of(release, lines_of(release))


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
