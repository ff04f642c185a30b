"""The moment of which a page or an answer speaks: now, or the one that `as_of` names."""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Count, Max, Model, Q, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models import Release
from portal.staff.models import Department
from portal.statistics.models import CheckResult, Code, Dimension, Indicator, Unit
from portal.web.kept import Kept

#: Content without versions of its own: a change of it changes every answer.
UNVERSIONED = (Area, Code, Department, Dimension, Unit)

#: Likewise, where only some rows are public at a time. A change of the others must change nothing: who watches the
#: data version would see them coming.
unversioned: dict[str, Callable[[dt.datetime], QuerySet]] = {
    "portal.Check": lambda at: CheckResult.objects.released(at).values("check_rule"),
    "portal.Facility": lambda at: Facility.objects.public(at).values("pk"),
    "portal.GlossaryTerm": lambda at: GlossaryTerm.objects.public(at).values("pk"),
    "portal.Indicator": lambda at: Indicator.objects.released(at).values("pk"),
}


#: Stands for the moment in a statement that is made once for all moments.
SOME_MOMENT = dt.datetime(1970, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)


#: Where it is not the row itself that is public or not: the column of the record of changes that names what is.
named_by: dict[str, str] = {}


def register_unversioned(
    model: type[Model], public: Callable[[dt.datetime], QuerySet], *, of: str = "pgh_obj"
) -> None:
    """Let the public rows of an audited model of an app's own count for the data version. Called from `ready`.

    `public` compares with the moment that it is given, and with no day or time that follows from it. A model that only
    links others has no publicity of its own: then `public` gives those that its column `of` names.
    """
    unversioned[model._meta.label] = lambda at: public(at).values("pk")
    named_by[model._meta.label] = of


_kept_changes: Kept[list[tuple[str, int, int]]] = Kept(64)

#: What falls due by the calendar alone, beside commitments: rows past their date at a time, and the field of the date.
dues: list[tuple[Callable[[dt.datetime], QuerySet], str]] = []


def register_due(overdue: Callable[[dt.datetime], QuerySet], date: str) -> None:
    """Let the rows of an app that a date makes late count for the data version. Called from `ready`."""
    dues.append((overdue, date))


class BadMoment(ValueError):
    """`as_of` is no date or time, or lies in the future. The message says which and what is allowed."""


@dataclass(frozen=True)
class Moment:
    """A point in time to look at the portal from.

    `as_of` is the date or time that the reader asked for, in ISO 8601 whatever its spelling was; None for now.
    """

    at: dt.datetime
    as_of: str | None = None

    @classmethod
    def read(cls, as_of: str | None) -> "Moment":
        """The moment that a query string names. A date means the end of that day; nothing later than now is known."""
        now = timezone.now()
        if not as_of:
            return cls(now)
        read = _parse(as_of)
        if read is None:
            raise BadMoment(
                _("as_of: “%(value)s” is not a date (2022-07-01) or a time (2022-07-01T10:00:00+08:00).")
                % {"value": as_of[:60]}
            )
        at, plain = read
        if timezone.localdate(at) > timezone.localdate(now):
            raise BadMoment(
                _("as_of: %(value)s lies in the future; the latest is %(today)s.")
                % {"value": as_of, "today": timezone.localdate(now).isoformat()}
            )
        return cls(min(at, now), plain)

    @property
    def is_past(self) -> bool:
        """Whether the reader asked for a moment other than now."""
        return self.as_of is not None

    @property
    def day(self) -> dt.date:
        """The local day of the moment."""
        return timezone.localdate(self.at)

    @property
    def unchanged_since(self) -> dt.date:
        """The first day from whose end on everything public stood as it does at the moment.

        Who looks at the portal `as_of` that day or any later one up to the moment sees the same.
        """
        changes = [
            *_releases(self.at)[1::2],
            *Commitment.objects.released(self.at).overdue(self.at).aggregate(Max("due")).values(),
            *_due_anew(self.at, self.day).aggregate(Max("new_due")).values(),
            *_newest_dues(self.at),
        ]
        days = [_day_of(change) for change in changes if change is not None]
        return min(max(days, default=self.day), self.day)

    def data_version(self) -> str:
        """Names the state of everything public at the moment: equal versions mean equal answers."""
        releases, newest = _releases(self.at), _newest_changes()
        state = [
            *releases,
            *_fallen_due(self.at, self.day),
            *_newest_dues(self.at),
            *newest[: len(UNVERSIONED)],
            *_public_changes(self.at, (releases, newest)),
        ]
        return hashlib.sha256("|".join(map(str, state)).encode()).hexdigest()[:16]


def _parse(text: str) -> tuple[dt.datetime, str] | None:
    """A time, local without a zone, or the last instant of a date; with its plain spelling. None if it is neither."""
    try:
        if (day := parse_date(text)) is not None:
            return timezone.make_aware(dt.datetime.combine(day, dt.time.max)), day.isoformat()
        time = parse_datetime(text.replace(" ", "+"))
        if time is None:
            return None
        time = time if timezone.is_aware(time) else timezone.make_aware(time)
        return time.astimezone(dt.UTC), timezone.localtime(time).isoformat()
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
    return Commitment.objects.released(at).overdue(at).count(), _due_anew(at, day).count()


def _newest_dues(at: dt.datetime) -> list[dt.date | None]:
    """The last date that made rows of an app late, of each kind: until the next passes, none falls due."""
    return [last for overdue, date in dues for last in overdue(at).aggregate(Max(date)).values()]


def _due_anew(at: dt.datetime, day: dt.date) -> QuerySet:
    """Reports that set a promise a new date, which has passed."""
    return CommitmentUpdate.objects.released(at).filter(new_due__lt=day)


def _day_of(change: dt.datetime | dt.date) -> dt.date:
    """The local day of a release or withdrawal; the day after a date by which something was due."""
    if isinstance(change, dt.datetime):
        return timezone.localdate(change)
    return change + dt.timedelta(days=1)


def _newest_changes() -> tuple[int, ...]:
    """The number of the last recorded change, a deletion too, of each kind of content: first of `UNVERSIONED`.

    Last comes how many were recorded at all, which the database knows a second late.
    """
    labels = (*(model._meta.label for model in UNVERSIONED), *unversioned)
    with connection.cursor() as cursor:
        cursor.execute(_statement_of_newest(labels))
        return cursor.fetchone()


@functools.cache
def _statement_of_newest(labels: tuple[str, ...]) -> str:
    tables = [apps.get_model(f"{label}Event")._meta.db_table for label in labels]
    newest = (f"(SELECT coalesce(max(pgh_id), 0) FROM {table})" for table in tables)  # noqa: S608 - our own
    return f"SELECT {', '.join(newest)}, {inserted(tables)}"


def inserted(tables: Iterable[str]) -> str:
    """SQL that counts whatever was put into these tables, a second late.

    Of two changes the one with the lower number may be committed last; then only this tells that there is another.
    """
    return " + ".join(f"pg_stat_get_tuples_inserted('{table}'::regclass)" for table in tables)


def _public_changes(at: dt.datetime, state: Hashable) -> list[tuple[str, int, int]]:
    """For each of the other kinds how many rows are public, and the number of the last change of one of them.

    Showing or changing a row gives it the highest number, and hiding one lowers the count; so equal pairs mean
    equal rows. That takes long where there are many, and follows from the releases out by then and from the changes
    recorded so far, which are `state`; it is kept under that.
    """
    if (kept := _kept_changes.get(state)) is not None:
        return kept
    statement, parameters = _statement_of_changes(tuple(unversioned))
    with connection.cursor() as cursor:
        cursor.execute(statement, [at if value == SOME_MOMENT else value for value in parameters])
        found = sorted(cursor.fetchall())
    _kept_changes.put(state, found)
    return found


@functools.cache
def _statement_of_changes(labels: tuple[str, ...]) -> tuple[str, tuple]:
    """The SQL of `_public_changes`, with SOME_MOMENT among its parameters. Made once: that takes longer than to ask it.

    Raises ImproperlyConfigured for a kind whose public rows follow from a day or another time than the moment itself.
    """
    first, *others = (
        apps.get_model(f"{label}Event")
        .objects.filter(**{f"{named_by.get(label, 'pgh_obj')}__in": unversioned[label](SOME_MOMENT)})
        .order_by()
        .annotate(label=Value(label))
        .values("label")
        .annotate(rows=Count(named_by.get(label, "pgh_obj"), distinct=True), newest=Max("pgh_id"))
        .values_list("label", "rows", "newest")
        for label in labels
    )
    statement, parameters = first.union(*others, all=True).query.sql_with_params()
    if any(isinstance(value, dt.date) and value != SOME_MOMENT for value in parameters):
        raise ImproperlyConfigured("What is public must be compared with the moment itself.")
    return statement, parameters
