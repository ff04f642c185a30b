"""QuerySet words of releases, and the day on which a release said what it says."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Case, Expression, Max, Prefetch, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Least, TruncDate

CORRECTIONS = """
WITH RECURSIVE correction AS (
    SELECT id FROM portal_release WHERE corrects_id = %s
    UNION SELECT later.id FROM portal_release later JOIN correction ON later.corrects_id = correction.id
) SELECT id FROM correction
"""


def day_stated(release: str = "") -> Expression:
    """The day on which a release said what it says: of its first publication elsewhere, if that was earlier.

    `release`: the path to it, such as `release__`.
    """
    return Least(f"{release}published_on", TruncDate(f"{release}released_at"))


class ReleaseQuerySet(models.QuerySet):
    """QuerySet words for releases."""

    def released(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published by that time, including withdrawn releases: their notice stays public."""
        return self.filter(released_at__lte=at)

    def known_at(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published and not withdrawn by that time: the content is public."""
        return self.released(at).filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))

    def withdrawn(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Published and withdrawn by that time."""
        return self.released(at).filter(withdrawn_at__lte=at)

    def under_embargo(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Approved for a later time."""
        return self.filter(released_at__gt=at)

    def news(self, at: dt.datetime) -> "ReleaseQuerySet":
        """In force and no corrections: the occasions on which departments had the word. Adds their `day`."""
        return self.known_at(at).exclude(kind=self.model.Kind.CORRECTION).annotate(day=day_stated())

    def last_by_department(self, name: str) -> dict[int, Any]:
        """The highest value of a field, by the id of each department that publishes or contributes; one query."""
        own, contributed = (
            self.order_by().filter(**{f"{path}__isnull": False}).values_list(path).annotate(Max(name))
            for path in ("department", "sections__department")
        )
        latest: dict[int, Any] = {}
        for department, last in own.union(contributed, all=True):
            latest[department] = max(last, latest.get(department, last))
        return latest

    def last_change(self, at: dt.datetime) -> dt.datetime | None:
        """The last publication or withdrawal by that time, if any."""
        withdrawal = Max("withdrawn_at", filter=Q(withdrawn_at__lte=at))
        times = self.released(at).aggregate(publication=Max("released_at"), withdrawal=withdrawal)
        return max((time for time in times.values() if time is not None), default=None)

    def last_changed_first(self, at: dt.datetime) -> "ReleaseQuerySet":
        """By their publication or withdrawal, whichever came last by that time, the newest first."""
        last = Case(When(withdrawn_at__lte=at, then="withdrawn_at"), default="released_at")
        return self.order_by(last.desc(), "-id")

    def with_corrections(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Each with `public_corrections`: the releases that correct it, as far as public; one more query."""
        corrections = self.model.objects.released(at).order_by("released_at", "id")
        return self.prefetch_related(Prefetch("corrections", corrections, to_attr="public_corrections"))

    def corrections_of(self, release: models.Model) -> "ReleaseQuerySet":
        """Corrections of the release, of its corrections, and so on."""
        return self.filter(pk__in=RawSQL(CORRECTIONS, [release.pk]))  # noqa: S611 - our own SQL

    def editable(self) -> "ReleaseQuerySet":
        """Drafts and returned releases, whose content may change."""
        return self.filter(state__in=[self.model.State.DRAFT, self.model.State.RETURNED])

    def decided_after(self, at: dt.datetime) -> "ReleaseQuerySet":
        """Approved or withdrawn after that time, for whatever time of publication."""
        return self.filter(Q(decided_at__gt=at) | Q(withdrawn_at__gt=at))

    def years(self) -> list[int]:
        """Calendar years of publication, newest first."""
        days = self.datetimes("released_at", "year", order="DESC")
        return [day.year for day in days]

    def for_list(self) -> "ReleaseQuerySet":
        """Ready to render in a list."""
        return self.select_related("department", "corrects").order_by("-released_at", "-id")
