"""Builders of people who follow something, and readers of what was written to them."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from portal.subscriptions.delivery import Run
from portal.subscriptions.models import Digest, Subscriber
from portal.subscriptions.outbox import outstanding, queue

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def make_follower(
    email: str, *topics: str, since: dt.datetime = LONG_AGO, language: str = "en"
) -> Subscriber:
    """A confirmed subscriber of topics given as `kind:code`."""
    subscriber = Subscriber.objects.create(email=email, language=language, confirmed_at=since)
    for topic in topics:
        kind, reference = topic.split(":")
        subscriber.subscriptions.create(kind=kind, reference=reference, confirmed_at=since)
    return subscriber


def queue_all() -> int:
    return sum(queue(occasion) for occasion in outstanding(timezone.now()))


def send_all(**options: object) -> dict[str, int]:
    """Queue and send what is due; what became of how many."""
    queue_all()
    return {str(outcome): number for outcome, number in Run(**options).send_due().items() if number}


def states() -> list[str]:
    return [str(state) for state in Digest.objects.order_by("pk").values_list("state", flat=True)]


@pytest.fixture
def mail_folder(settings, tmp_path) -> Path:
    """Mails are written to files of this folder, as where no mail server is set."""
    settings.EMAIL_BACKEND = "portal.subscriptions.mail_files.FileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH
