"""QuerySet words for parts of releases."""

import datetime as dt

from django.db import models

from portal.publishing.models.release import Release


class PartQuerySet(models.QuerySet):
    """QuerySet words for sections, questions and attachments."""

    def known_at(self, at: dt.datetime) -> "PartQuerySet":
        """In releases published and not withdrawn by that time, newest release first."""
        return self.filter(release__in=Release.objects.known_at(at)).order_by(
            "-release__released_at", *self.model._meta.ordering
        )

    def for_list(self) -> "PartQuerySet":
        """Ready to render in a list."""
        return self.select_related("release")
