"""Looks for faults in the graphs of guides, by the rules of the desk's preview and of the database."""

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.services.faults import in_words
from portal.services.models import Guide
from portal.services.walk import GuideDetail


class Command(BaseCommand):
    help = _(
        "Name what keeps guides from being walked to an end: nodes that nothing leads to, dead ends, missing "
        "languages. Fails if a public guide, or one that is named, has a fault."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help=_("By default, all guides."))

    def handle(self, *, codes: list[str], **options: object) -> None:
        guides = Guide.objects.select_related("release").order_by("code")
        if unknown := set(codes) - set(guides.values_list("code", flat=True)):
            raise CommandError(_("No such guide: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
        refused = []
        for guide in guides.filter(code__in=codes) if codes else guides:
            found = GuideDetail.of(guide, timezone.now()).faults
            words = in_words(found) or _("no faults")
            self.stdout.write(f"{guide.code}: {words}")
            if found and (guide.is_public or codes):
                refused.append(guide.code)
        if refused:
            raise CommandError(_("Guides with faults: %(codes)s.") % {"codes": ", ".join(refused)})
