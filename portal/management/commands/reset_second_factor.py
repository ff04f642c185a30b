"""Resets two-step sign-in for the last administrator who has lost phone and recovery codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.staff import actions
from portal.staff.models import User


class Command(BaseCommand):
    help = "Remove an official's authenticator app and recovery codes; they set up both again at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **_options: object) -> None:
        official = User.objects.filter(username=username).first()
        if official is None:
            raise CommandError(_("No such account."))
        had = actions.reset_second_factor(official=official, by=None, door="command")
        self.stdout.write(
            _("Two-step sign-in has been reset.") if had else _("Two-step sign-in was not set up.")
        )
