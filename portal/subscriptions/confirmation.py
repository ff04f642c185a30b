"""From a form to a mail: whoever asks for notices under an address is asked there whether it was they."""

from django.db import transaction

from portal.records.topics import Subject
from portal.subscriptions.subscribing import ask
from portal.subscriptions.tasks import send_request
from portal.web.background import is_worker_running


class Unsent(Exception):
    """There is nobody to send the mail; nothing is kept of the request."""


@transaction.atomic
def invite(*, email: str, language: str, subject: Subject) -> None:
    """Have the address written to, unless it has been written to often enough. Raises TooMany and Unsent.

    The mail is queued with the request, whether the address follows anything or not, and leaves within seconds.
    """
    if not is_worker_running():
        raise Unsent
    request = ask(email=email, language=language, subject=subject)
    if request is not None:
        send_request.enqueue(request.pk)
