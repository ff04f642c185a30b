"""Confirmation e-mails: the owner of an address confirms a subscription."""

from django.db import transaction

from portal.records.topics import Subject
from portal.subscriptions.subscribing import ask
from portal.subscriptions.tasks import send_request
from portal.web.background import is_worker_running


class Unsent(Exception):
    """No worker can send the e-mail; the request is discarded."""


@transaction.atomic
def invite(*, email: str, language: str, subject: Subject) -> None:
    """Request a subscription and queue its confirmation e-mail. Raises TooMany and Unsent.

    The e-mail is queued with the request, whether or not the address is subscribed already, and leaves within seconds.
    """
    if not is_worker_running():
        raise Unsent
    request = ask(email=email, language=language, subject=subject)
    if request is not None:
        send_request.enqueue(request.pk)
