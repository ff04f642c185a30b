"""Loads the shipped data into an empty portal, using the same actions as officials."""

import argparse
import datetime as dt
import json
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import read_csv
from portal.staff.audit import through
from portal.staff.models import User

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = _(
        "Load the codelists, releases and contents that the portal ships with, if there is no release yet."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA)

    @transaction.atomic
    def handle(self, *, data: Path, **options: object) -> None:
        if Release.objects.exists():
            self.stdout.write(_("Releases already exist; nothing was loaded."))
            return
        with through("command"):
            call_command("create_demo_accounts", stdout=self.stdout)
            administrator = User.objects.get(username="administrator")
            self._load(data / "reference", administrator)
            call_command("create_demo_accounts", stdout=self.stdout)  # the departments exist now
            reasons = json.loads((data / "reasons.json").read_bytes())
            for folder in sorted((data / "releases").iterdir(), key=_published_on):
                release = self._load(folder, administrator)
                publish(release, reasons.get(release.slug, {}))
            for content in (
                "earlier-content",
                "content",
            ):  # what a later release says again replaces the earlier
                if (data / content).exists():
                    self._load(data / content, administrator)
            call_command("create_demo_accounts", stdout=self.stdout)  # some departments publish now
        with connection.cursor() as cursor:  # the first visitors arrive before autovacuum does
            cursor.execute("ANALYZE")

    def _load(self, folder: Path, by: User) -> Release | None:
        report = load_workbook(workbook=folder, by=by)
        if report.errors:
            raise CommandError("\n".join([str(folder), *map(str, report.errors)]))
        self.stdout.write(f"{folder.name}: {sum(sheet.new for sheet in report.sheets)}")
        return report.release


def _published_on(folder: Path) -> str:
    """The day of first publication, from the sheet of the release."""
    header, row = read_csv("Release", (folder / "Release.csv").read_bytes()).rows
    return row[header.index("published_on")]


def publish(release: Release, reasons: dict[str, list[str]]) -> None:
    """Publish as of the start of the day of first publication, so that the day itself already shows the release.

    The department's editor submits, its reviewer approves. `reasons`: why it is published despite failed checks, in
    Chinese and English, by the key of the result.
    """
    department, day = release.department.code, release.published_on
    releases.submit(release=release, by=User.objects.get(username=f"editor-{department}"))
    releases.approve(
        release=release,
        by=User.objects.get(username=f"reviewer-{department}"),
        at=timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None,
        reasons=reasons,
    )
