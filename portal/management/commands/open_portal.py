"""Opens the portal on behalf of an administrator."""

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.publishing.actions.opening import open_portal
from portal.records.errors import Refused
from portal.staff.audit import through
from portal.staff.models import User


class Command(BaseCommand):
    help = _("Open the portal for good: from then on nothing becomes public for a time that has passed.")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME")

    def handle(self, *, username: str, **options: object) -> None:
        by = User.objects.filter(username=username, is_active=True).first()
        if by is None:
            raise CommandError(_("No active official named %(name)s.") % {"name": username})
        try:
            with through("command"):
                opening = open_portal(by=by)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{opening.at.isoformat()}")
