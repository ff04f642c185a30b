"""The core: releases, figures, commitments, and the surface that every sector shares."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Minsheng Portal")

    def ready(self) -> None:
        from portal.reference import sync_reference_rows

        post_migrate.connect(sync_reference_rows, sender=self)
