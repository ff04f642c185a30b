"""Exports a release, the codelists or the content as a workbook, or an empty workbook to fill in."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.sheets import Group
from portal.spreadsheets.writing import (
    FilledSheet,
    export_all,
    export_release,
    template,
    write_folder,
)
from portal.spreadsheets.xlsx_writing import UnwritableWorkbook, write_xlsx

GROUPS = {"reference": Group.REFERENCE, "content": Group.CONTENT}


class Command(BaseCommand):
    help = _(
        "Write a release (by its address), “reference”, “content” or an empty “template” as .xlsx or CSV files."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what")
        parser.add_argument("destination", type=Path)

    def handle(self, *, what: str, destination: Path, **options: object) -> None:
        workbook = chosen(what)
        try:
            if destination.suffix.casefold() == ".xlsx":
                write_xlsx(workbook, destination)
            else:
                write_folder(workbook, destination)
        except (UnwritableWorkbook, OSError) as error:
            raise CommandError(str(error)) from error
        for filled in workbook:
            self.stdout.write(f"{filled.sheet.code}: {len(filled.rows)}")


def chosen(what: str) -> list[FilledSheet]:
    if what == "template":
        return template()
    if what in GROUPS:
        return export_all(GROUPS[what])
    release = Release.objects.filter(slug=what).first()
    if release is None:
        raise CommandError(_("No such release: %(slug)s.") % {"slug": what})
    return export_release(release)
