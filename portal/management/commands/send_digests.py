"""Sends digests of releases published or withdrawn since the last run; meant for a timer."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.subscriptions.delivery import Run, Unreachable, send_again
from portal.subscriptions.models import Digest
from portal.subscriptions.outbox import followers, outstanding, queue, touched_by
from portal.subscriptions.subscribing import delete_old


class Command(BaseCommand):
    help = (
        "Queue one digest for each follower of a topic released or withdrawn since the last run, and send due digests. "
        "May run at any time, in parallel, and again after an interruption: no digest is sent twice. "
        "Digests of unknown fate are listed, and sent again only with --resend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would be done, change nothing"
        )
        parser.add_argument(
            "--resend", nargs="+", type=int, metavar="DIGEST", help="send these digests again, by number"
        )

    def handle(self, *args: object, dry_run: bool, resend: list[int] | None, **options: object) -> None:
        if dry_run:
            self.report_plan()
            return
        now = timezone.now()
        delete_old(now)
        if resend:
            self.stdout.write(f"{send_again(resend, now)} of {len(resend)} digests will be sent again")
        queued = sum(queue(occasion) for occasion in outstanding(now))
        self.stdout.write(f"{queued} digests queued")
        run = Run()
        try:
            run.send_due()
        except Unreachable as problem:
            raise CommandError(
                f"mail cannot be sent: {problem}; queued digests wait for the next run"
            ) from None
        finally:
            self.report(run)

    def report_plan(self) -> None:
        now = timezone.now()
        for occasion in outstanding(now):
            number = followers(touched_by(occasion), occasion.happened_at).count()
            self.stdout.write(f"{occasion.release.slug} {occasion.event}: {number} digests would be queued")
        self.stdout.write(f"{Digest.objects.due(now).count()} digests already queued would be sent")
        self.list_unknown()

    def report(self, run: Run) -> None:
        for outcome, number in sorted(run.counts.items()):
            if number:
                self.stdout.write(f"{number} {outcome}")
        self.list_unknown()

    def list_unknown(self) -> None:
        """Digests whose delivery is unknown after a crash or a silent mail server; by id, without addresses."""
        for digest in Digest.objects.filter(state=Digest.State.UNKNOWN).select_related("occasion__release"):
            occasion = digest.occasion
            self.stderr.write(
                f"digest {digest.pk} ({occasion.release.slug} {occasion.event}): fate unknown, {digest.problem}; "
                f"to send it again: send_digests --resend {digest.pk}"
            )
