"""The core: releases, figures, commitments, and the surface that every sector shares."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Minsheng Portal")

    def ready(self) -> None:
        from portal.publishing import calendar
        from portal.search import core_sources
        from portal.site import area_blocks, data_sets, sitemaps
        from portal.spreadsheets import content_sheets, reference_sheets, release_sheets, templates
        from portal.staff.sign_in import clock
        from portal.staff.sync import sync_reference_rows
        from portal.subscriptions import topics

        parts = (topics, data_sets, area_blocks, calendar, core_sources, sitemaps)
        for own in (*parts, reference_sheets, release_sheets, content_sheets, templates):
            own.register()
        user_logged_in.connect(clock.start)
        post_migrate.connect(sync_reference_rows, sender=self)
