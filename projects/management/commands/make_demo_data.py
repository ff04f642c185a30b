"""Fill an empty database with invented projects, to try the portal at scale."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from portal.staff.audit import through
from projects.demo import make_demo_data


class Command(BaseCommand):
    help = (
        "Fill a database that holds no release with generated projects; the same number makes the same data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--projects", type=int, required=True, metavar="N")

    def handle(self, *, projects: int, **_: object) -> None:
        if projects < 1:
            raise CommandError("--projects: at least 1")
        try:
            with through("command"):
                make_demo_data(projects)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made {projects} generated projects.")
