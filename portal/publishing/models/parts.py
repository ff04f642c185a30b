"""The words by which parts of releases are chosen."""

import datetime as dt

from django.db import models

from portal.publishing.models.release import Release


class PartQuerySet(models.QuerySet):
    """Words for choosing parts of releases: sections, questions, attachments."""

    def known_at(self, at: dt.datetime) -> "PartQuerySet":
        """Of releases that were published and not withdrawn by that time, the newest release first."""
        return self.filter(release__in=Release.objects.known_at(at)).order_by(
            "-release__released_at", *self.model._meta.ordering
        )

    def for_list(self) -> "PartQuerySet":
        """Ready to render in a list."""
        return self.select_related("release")
