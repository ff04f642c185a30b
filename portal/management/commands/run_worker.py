"""Runs background work: large workbooks, confirmation e-mails, digests. `make run` starts it automatically."""

from django.core.management.base import BaseCommand

from portal.subscriptions.tasks import queue_due_digests
from portal.web.background import Worker


class Command(BaseCommand):
    help = (
        "Process queued tasks until SIGTERM or Ctrl-C, which lets the current task finish; a second signal stops it. "
        "Several workers may run, on several machines; one takes over what another leaves unfinished."
    )

    def handle(self, *args: object, **options: object) -> None:
        Worker().work(every_minute=[queue_due_digests])
