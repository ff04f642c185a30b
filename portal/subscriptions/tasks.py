"""Requesting subscriptions, and the tasks that send e-mail: digests and confirmation requests."""

import datetime as dt
import logging
import smtplib

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal.records.topics import Subject
from portal.subscriptions.delivery import Run, Unreachable, problem_of
from portal.subscriptions.emails import Nothing, request_email
from portal.subscriptions.models import Digest
from portal.subscriptions.outbox import outstanding, queue
from portal.subscriptions.subscribing import delete_old, record_request, unconfirmed
from portal.web.background import is_worker_running

logger = logging.getLogger(__name__)

#: Retry delays of confirmation requests; somebody is waiting for them.
BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30))
UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
def send_digests() -> None:
    """Queue digests of new publications and withdrawals, and send the due ones, as `manage.py send_digests` does."""
    for occasion in outstanding(timezone.now()):
        queue(occasion)
    try:
        Run().send_due()
    except Unreachable as problem:
        logger.warning("mail_unreachable", extra={"problem": str(problem)})


def queue_due_digests() -> None:
    """Queue sending if digests are due, and delete old requests; run by the worker once a minute."""
    now = timezone.now()
    delete_old(now)
    due = Digest.objects.filter(Q(pk__in=Digest.objects.due(now)) | Q(state=Digest.State.SENDING))
    waiting = DBTaskResult.objects.filter(task_path=send_digests.module_path, status__in=UNFINISHED)
    if (due.exists() or outstanding(now)) and not waiting.exists():
        send_digests.enqueue()


class Unsent(Exception):
    """No worker can send the e-mail; the request is discarded."""


@transaction.atomic
def request_subscription(*, email: str, language: str, subject: Subject) -> None:
    """Record a request and queue its confirmation e-mail. Raises TooMany and Unsent.

    The e-mail is queued with the request, whether or not the address is subscribed already, and leaves within seconds.
    """
    if not is_worker_running():
        raise Unsent
    request = record_request(email=email, language=language, subject=subject)
    if request is not None:
        send_request.enqueue(request.pk)


@task(priority=10)  # ahead of queued workbooks
def send_request(pk: int, refused: int = 0) -> None:
    """Send the confirmation request. If the worker dies just after sending, it is sent once more."""
    request = unconfirmed(timezone.now()).filter(pk=pk).first()
    if request is None:
        return
    try:
        request_email(request).send()
    except Nothing:
        request.delete()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("request_not_sent", extra={"problem": problem_of(error)})
        if refused < len(BACK_OFF):
            later = send_request.using(run_after=timezone.now() + BACK_OFF[refused])
            later.enqueue(pk, refused + 1)
