"""What must never be false of subscribers and of what is written to them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.subscriptions.models import Digest, Occasion, Subscriber, Subscription
from tests.world import make_release

pytestmark = pytest.mark.django_db


def make_subscriber(email: str = "li@example.org", **fields: object) -> Subscriber:
    return Subscriber.objects.create(
        email=email, **{"language": "zh-hans", "confirmed_at": timezone.now(), **fields}
    )


def make_digest(subscriber: Subscriber, **fields: object) -> Digest:
    now = timezone.now()
    occasion = Occasion.objects.create(
        release=make_release(), event="released", happened_at=now, queued_at=now
    )
    return Digest.objects.create(
        **{"subscriber": subscriber, "occasion": occasion, "next_attempt_at": now, **fields}
    )


def test_address_subscribes_once_whatever_its_capitals():
    make_subscriber("li@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscriber("Li@Example.ORG")

    assert Subscriber.objects.with_address("LI@example.org").count() == 1


def test_topic_is_followed_once():
    subscriber, now = make_subscriber(), timezone.now()
    subscriber.subscriptions.create(kind="sector", reference="health", confirmed_at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        subscriber.subscriptions.create(kind="sector", reference="health", confirmed_at=now)


def test_occasion_is_announced_once():
    occasion = make_digest(make_subscriber()).occasion

    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.create(
            release=occasion.release, event="released", happened_at=timezone.now(), queued_at=timezone.now()
        )


def test_subscriber_gets_one_digest_of_an_occasion():
    digest = make_digest(make_subscriber())

    with pytest.raises(IntegrityError), transaction.atomic():
        make_digest(digest.subscriber, occasion=digest.occasion)


@pytest.mark.parametrize("fields", [{"state": "sent"}, {"state": "waiting", "settled_at": timezone.now()}])
def test_digest_has_the_time_of_its_end_exactly_when_it_has_ended(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_digest(make_subscriber(), **fields)


def test_subscriber_leaves_nothing_behind():
    subscriber = make_digest(make_subscriber()).subscriber
    subscriber.subscriptions.create(kind="sector", reference="health", confirmed_at=timezone.now())

    subscriber.delete()

    assert (Subscription.objects.count(), Digest.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename ~ '(subscri|digest).*event$'")
        assert cursor.fetchone() == (0,)
