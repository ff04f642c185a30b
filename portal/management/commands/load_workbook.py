"""Loads a workbook on behalf of an official."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.report import LoadReport, headed, with_headings
from portal.staff.models import User


class Command(BaseCommand):
    help = _("Load an .xlsx or a folder of CSV files; with any error nothing is loaded.")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")

    def handle(self, *, path: Path, username: str, **options: object) -> None:
        by = User.objects.filter(username=username, is_active=True).first()
        if by is None:
            raise CommandError(_("No active official named %(name)s.") % {"name": username})
        report = load_workbook(workbook=path, by=by)
        if report.errors:
            for error in report.errors:
                self.stderr.write(with_headings(error))
            raise CommandError(_("Nothing was loaded: %(errors)d errors.") % {"errors": len(report.errors)})
        for line in lines(report):
            self.stdout.write(line)


def lines(report: LoadReport) -> list[str]:
    """The report, one line a sheet."""
    line = _("%(sheet)s: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(removed)d removed")
    return [line % (vars(sheet) | {"sheet": headed(sheet.label, sheet.sheet)}) for sheet in report.sheets]
