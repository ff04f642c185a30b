"""Creates missing demo accounts and prints their passwords."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.runserver.demo_accounts import create_demo_accounts


class Command(BaseCommand):
    help = (
        "Create missing demo accounts: an administrator, an editor and a reviewer for each department, and a head for "
        "each publishing department."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--path", type=Path, default=settings.VAR / "demo-accounts.txt")

    def handle(self, *, path: Path, **_: object) -> None:
        made = create_demo_accounts(path=path)
        if not made:
            self.stdout.write("All demo accounts exist.")
            return
        self.stdout.write(f"Demo accounts, kept in {path}:")
        for account in made:
            self.stdout.write(f"  {account.username:<32}{account.password}   {account.name}")
