"""The moment of which a page or an answer speaks: now, or the one that `as_of` names."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.models import Area, Check, Code, Department, Facility, Indicator, Release, Unit

#: Content without versions of its own: a change of it changes every answer.
UNVERSIONED = (Area, Check, Code, Department, Facility, Indicator, Unit)


class BadMoment(ValueError):
    """`as_of` is no date or time, or lies in the future. The message says which and what is allowed."""


@dataclass(frozen=True)
class Moment:
    """A point in time to look at the portal from. `as_of` is what the reader asked for, or None for now."""

    at: dt.datetime
    as_of: str | None = None

    @classmethod
    def read(cls, as_of: str | None) -> "Moment":
        """The moment that a query string names. A date means the end of that day; nothing later than now is known."""
        now = timezone.now()
        if not as_of:
            return cls(now)
        at = _parse(as_of)
        if at is None:
            raise BadMoment(
                _("as_of: “%(value)s” is not a date (2022-07-01) or a time (2022-07-01T10:00:00+08:00).")
                % {"value": as_of[:60]}
            )
        if timezone.localdate(at) > timezone.localdate(now):
            raise BadMoment(
                _("as_of: %(value)s lies in the future; the latest is %(today)s.")
                % {"value": as_of, "today": timezone.localdate(now).isoformat()}
            )
        return cls(min(at, now), as_of)

    @property
    def is_past(self) -> bool:
        """Whether the reader asked for a moment other than now."""
        return self.as_of is not None

    @property
    def day(self) -> dt.date:
        """The local day of the moment."""
        return timezone.localdate(self.at)

    def data_version(self) -> str:
        """Names the state of everything public at the moment: equal versions mean equal answers."""
        releases = Release.objects.released(self.at).aggregate(
            Count("id"),
            Max("released_at"),
            withdrawn=Count("id", filter=Q(withdrawn_at__lte=self.at)),
            withdrawn_max=Max("withdrawn_at", filter=Q(withdrawn_at__lte=self.at)),
        )
        state = [*map(str, releases.values()), *map(str, _newest_events())]
        return hashlib.sha256("|".join(state).encode()).hexdigest()[:16]


def _parse(text: str) -> dt.datetime | None:
    """A time, or the last instant of a date; without a zone it is local time. None if it is neither."""
    try:
        if (day := parse_date(text)) is not None:
            return timezone.make_aware(dt.datetime.combine(day, dt.time.max))
        time = parse_datetime(text.replace(" ", "+"))
        if time is None:
            return None
        time = time if timezone.is_aware(time) else timezone.make_aware(time)
        return time.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _newest_events() -> tuple[int, ...]:
    """The number of the last recorded change of each kind of unversioned content."""
    columns = ", ".join(
        f"(SELECT coalesce(max(pgh_id), 0) FROM {model._meta.db_table}event)" for model in UNVERSIONED
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")  # noqa: S608 - table names of our own models
        return cursor.fetchone()
