"""From a form to a mail: whoever asks for notices under an address is asked there whether it was they."""

import logging
import smtplib

from portal.records.topics import Subject
from portal.subscriptions.delivery import problem_of
from portal.subscriptions.emails import Nothing, request_letter
from portal.subscriptions.subscribing import ask

logger = logging.getLogger(__name__)


class Unsent(Exception):
    """The mail could not be sent; nothing is kept of the request."""


def invite(*, email: str, language: str, subject: Subject) -> None:
    """Write to the address, unless it has been written to often enough. Raises TooMany and Unsent.

    The mail leaves before the answer does, whether the address follows anything or not.
    """
    request = ask(email=email, language=language, subject=subject)
    if request is None:
        return
    try:
        request_letter(request).send()
    except (Nothing, OSError, smtplib.SMTPException) as error:
        request.delete()
        logger.warning("request_not_sent", extra={"problem": problem_of(error)})
        raise Unsent from error
