"""Runs background work: large workbooks, confirmation e-mails, digests. `make run` starts it automatically."""

from django.core.management.base import BaseCommand

from portal.subscriptions.tasks import queue_due_digests
from portal.web.background import Worker


class Command(BaseCommand):
    help = (
        "Carry out queued tasks until SIGTERM or Ctrl-C, which lets the current one end; a second signal does not. "
        "Several workers may run, on several machines; what one leaves unfinished is carried out by another."
    )

    def handle(self, *args: object, **options: object) -> None:
        Worker().work(every_minute=[queue_due_digests])
