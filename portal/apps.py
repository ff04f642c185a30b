"""The core app: releases, figures, commitments, and the pages shared by all sectors."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from portal.sector import collect

#: The subjects of the core that declare something, in the order in which the page for journalists lists their data.
SUBJECTS = (
    "site",
    "statistics",
    "commitments",
    "publishing",
    "themes",
    "services",
    "events",
    "facilities",
    "glossary",
    "areas",
    "staff",
    "search",
)


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Minsheng Portal")

    def ready(self) -> None:
        from portal.staff.sign_in import gate
        from portal.staff.sync import sync_reference_rows
        from portal.web import past

        for subject in SUBJECTS:
            collect(f"portal.{subject}")
        user_logged_in.connect(gate.start_clock)
        pre_migrate.connect(past.drop_views, sender=self)
        post_migrate.connect(past.create_views, sender=self)
        post_migrate.connect(sync_reference_rows, sender=self)
