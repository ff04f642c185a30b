"""Subscribers, what they follow, and the e-mails sent to them.

The only personal data of readers in the portal. None of it is audited, so that unsubscribing leaves no trace.
"""

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release

KIND_LENGTH, REFERENCE_LENGTH = 20, 120


def new_secret() -> str:
    """256 random bits, in characters safe in addresses and e-mails."""
    return secrets.token_urlsafe(32)


def subject_fields() -> tuple[models.CharField, models.CharField]:
    """The subject followed: a kind of topic (`portal.records.topics`), and the code of its page."""
    return (
        models.CharField(_("kind of topic"), max_length=KIND_LENGTH),
        models.CharField(_("code of the topic"), max_length=REFERENCE_LENGTH),
    )


def secret_field() -> models.CharField:
    return models.CharField(max_length=43, unique=True, default=new_secret, editable=False)


class SubscriptionRequest(models.Model):
    """A subscription requested for an e-mail address and not yet confirmed by its owner.

    Deleted after a few days, confirmed or not; until then it also counts towards the rate limit of the address.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    kind, reference = subject_fields()
    secret = secret_field()
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    class Meta:
        ordering = ("asked_at", "id")
        verbose_name = _("request for notices")
        verbose_name_plural = _("requests for notices")
        indexes = [
            models.Index(Lower("email"), "asked_at", name="request_by_address"),
            models.Index(fields=["asked_at"], name="request_by_time"),
        ]


class SubscriberQuerySet(models.QuerySet):
    """QuerySet words for subscribers."""

    def with_address(self, email: str) -> "SubscriberQuerySet":
        """The subscriber with this address, ignoring case."""
        return self.filter(email__iexact=email)


class Subscriber(models.Model):
    """An e-mail address confirmed by its owner. Unsubscribing deletes it with everything attached."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    secret = secret_field()
    confirmed_at = models.DateTimeField(_("confirmed at"))

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscriber_once_by_address")]


class Subscription(models.Model):
    """One topic that a subscriber follows, starting with the confirmation."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    kind, reference = subject_fields()
    confirmed_at = models.DateTimeField(_("confirmed at"))

    class Meta:
        ordering = ("kind", "reference")
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "kind", "reference"], name="subscribed_once_to_topic"
            )
        ]
        indexes = [models.Index(fields=["kind", "reference"], name="subscription_by_topic")]


class Occasion(models.Model):
    """A publication or withdrawal announced to followers. The row exists once their digests are queued.

    It is written in one transaction with the digests, so each occasion is announced at most once.
    """

    class Event(models.TextChoices):
        RELEASED = "released", _("released")
        WITHDRAWN = "withdrawn", _("withdrawn")

    release = models.ForeignKey(Release, models.CASCADE, related_name="+", verbose_name=_("release"))
    event = models.CharField(_("event"), max_length=9, choices=Event)
    happened_at = models.DateTimeField(_("happened at"))
    queued_at = models.DateTimeField(_("queued at"))

    class Meta:
        ordering = ("happened_at", "id")
        verbose_name = _("occasion for notices")
        verbose_name_plural = _("occasions for notices")
        constraints = [models.UniqueConstraint(fields=["release", "event"], name="occasion_once_of_release")]


class DigestQuerySet(models.QuerySet):
    """QuerySet words for digests."""

    def due(self, at: dt.datetime) -> "DigestQuerySet":
        """Digests to send by that time, longest waiting first."""
        waiting = self.filter(state=Digest.State.WAITING, next_attempt_at__lte=at)
        return waiting.order_by("next_attempt_at", "id")

    def undelivered(self) -> "DigestQuerySet":
        """Digests that need attention: given up, of unknown fate, or refused at least once."""
        return self.filter(
            Q(state__in=[Digest.State.FAILED, Digest.State.UNKNOWN])
            | Q(state=Digest.State.WAITING, attempts__gt=0)
        )


class Digest(models.Model):
    """The one e-mail about an occasion to a subscriber. Its Message-ID is fixed when it is queued.

    `sending` is committed before the e-mail leaves, `sent` after: a digest stuck in between has an unknown fate, and is
    never resent automatically if the e-mail could have left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")
        UNKNOWN = "unknown", _("fate unknown")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="digests")
    occasion = models.ForeignKey(Occasion, models.CASCADE, related_name="digests", verbose_name=_("occasion"))
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    settled_at = models.DateTimeField(_("sent or given up at"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "occasion"], name="digest_once_of_occasion"),
            models.CheckConstraint(
                name="digest_settled_when_sent_or_given_up",
                condition=Q(state__in=["sent", "failed"], settled_at__isnull=False)
                | Q(state__in=["waiting", "sending", "unknown"], settled_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(F("next_attempt_at"), "id", condition=Q(state="waiting"), name="digest_to_be_sent")
        ]
