"""The moment of which a page or an answer speaks: now, or the one that `as_of` names."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, Max, Model, Q, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.models import CheckResult, Commitment, CommitmentUpdate, Facility, Indicator, Release

Public = Callable[[dt.datetime], QuerySet]

#: Content without versions of its own, and which rows of it are public at a time (None: all): a change of one of them
#: changes every answer. What is not public yet must not: who watches the data version would see it coming.
unversioned: dict[str, Public | None] = {
    "portal.Area": None,
    "portal.Check": lambda at: CheckResult.objects.released(at).values("check_rule"),
    "portal.Code": None,
    "portal.Department": None,
    "portal.Dimension": None,
    "portal.Facility": lambda at: Facility.objects.public(at).values("pk"),
    "portal.Indicator": lambda at: Indicator.objects.released(at).values("pk"),
    "portal.Unit": None,
}


def register_unversioned(model: type[Model], public: Public) -> None:
    """Let the public rows of an audited model of an app's own count for the data version. Called from `ready`."""
    unversioned[model._meta.label] = lambda at: public(at).values("pk")


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
        state = [*_releases(self.at), *_fallen_due(self.at, self.day), *_changes(self.at)]
        return hashlib.sha256("|".join(map(str, state)).encode()).hexdigest()[:16]


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


def _releases(at: dt.datetime) -> tuple:
    """How many releases there are, how many of them withdrawn, and when the last of each was."""
    withdrawn = Q(withdrawn_at__lte=at)
    found = Release.objects.released(at).aggregate(
        releases=Count("id"),
        newest=Max("released_at"),
        withdrawn=Count("id", filter=withdrawn),
        newest_withdrawn=Max("withdrawn_at", filter=withdrawn),
    )
    return tuple(found.values())


def _fallen_due(at: dt.datetime, day: dt.date) -> tuple[int, int]:
    """How many promises have fallen due, first or anew: a state turns silent by the calendar alone."""
    anew = CommitmentUpdate.objects.released(at).filter(new_due__lt=day)
    return Commitment.objects.released(at).overdue(at).count(), anew.count()


def _changes(at: dt.datetime) -> list[tuple[str, int, int]]:
    """For each kind of unversioned content how many rows there are, and the number of the last change of one.

    Showing or changing a row gives it the highest number, and hiding one lowers the count; so equal pairs mean
    equal rows. Where all rows are public the number says it alone: a deletion is a change too.
    """
    first, *others = (_change(label, public and public(at)) for label, public in unversioned.items())
    return sorted(first.union(*others, all=True))


def _change(label: str, public: QuerySet | None) -> QuerySet:
    events = apps.get_model(f"{label}Event").objects.order_by()
    if public is not None:
        events = events.filter(pgh_obj__in=public)
    rows = Value(0) if public is None else Count("pgh_obj", distinct=True)
    counted = events.annotate(label=Value(label)).values("label").annotate(rows=rows, newest=Max("pgh_id"))
    return counted.values_list("label", "rows", "newest")
