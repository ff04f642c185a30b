"""The moment that a page or an answer shows: now, or the time given by `as_of`."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.web.data_version import NAMESPACE, TIME_BITS, PublicChange
from portal.web.days import read_day, read_instant


@dataclass(frozen=True)
class PublicState:
    """The public state at a moment.

    `at` is the moment itself, or the last settled one while an uncommitted transaction may still add to it. `version`
    identifies everything public at `at`, and `changed_at` is the instant of the last change, None before the first one.
    `latest` is the current version.
    """

    at: dt.datetime
    version: str
    changed_at: dt.datetime | None
    latest: str

    @property
    def key(self) -> str:
        """Equal keys imply equal answers.

        A row of ordinary content that is entered today is shown in the past as well, so past moments depend on the
        present.
        """
        return f"{self.version}-{self.latest}"


#: The first statement finds the settled instant: now, or just before the oldest window that a writer has open. The
#: second has a snapshot of its own, taken after that, and so sees every change before the settled instant.
STATE = """
SELECT set_config('portal.settled', least(%(now)s::timestamptz, (
    SELECT timestamptz 'epoch' + (min(key & ((1::bigint << %(bits)s) - 1)) - 1) * interval '1 microsecond' FROM (
        SELECT classid::bigint << 32 | objid::bigint AS key FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND pid IS DISTINCT FROM pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS windows WHERE key >> %(bits)s = %(namespace)s
))::text, true);
SELECT moment.at, last.token, last.at, late.entries
FROM current_setting('portal.settled') AS settled
CROSS JOIN LATERAL (
    VALUES (least(%(at)s::timestamptz, settled::timestamptz), 1), (settled::timestamptz, 2)
) AS moment (at, place)
LEFT JOIN LATERAL (
    SELECT token, at FROM portal_publicchange WHERE at <= moment.at ORDER BY at DESC, id DESC LIMIT 1
) AS last ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS entries FROM portal_publicchange WHERE is_late AND at <= moment.at
) AS late
ORDER BY place
"""


def state_at(at: dt.datetime | None = None) -> PublicState:
    """The public state at a moment, or now. One query."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"at": at or now, "now": now, "bits": TIME_BITS, "namespace": NAMESPACE})
        (settled, token, changed_at, late), (_now, *latest) = cursor.fetchall()
    return PublicState(settled, _version(token, late), changed_at, _version(latest[0], latest[2]))


def version_of(state: PublicState, today: dt.date) -> str:
    """The version of the data and the day: without a change of these, no answer about any moment changes."""
    return f"{state.latest} {today}"


def _version(token: object, late: int) -> str:
    """Version from the last change and the number of late ones: together they identify a set of entries."""
    return hashlib.sha256(f"{token}|{late}".encode()).hexdigest()[:16]


class BadMoment(ValueError):
    """An `as_of` that is neither a date nor a time, or lies in the future. The message says what is allowed."""


@dataclass
class Clock:
    """The clock of one request, for answers that speak of it: open now, this week, how old.

    `now` is the instant of the request, which the moment may lag behind while somebody writes. Whoever says something
    that time alone makes untrue names the instant with `holds_until`; no cache keeps the answer past the earliest.
    """

    now: dt.datetime
    end: dt.datetime | None = None

    def holds_until(self, instant: dt.datetime) -> None:
        self.end = min(self.end or instant, instant)


@dataclass(frozen=True)
class Moment:
    """A point in time from which the portal is viewed.

    `as_of` is the requested date or time, normalized to ISO 8601; None for now. `clock`: None for a moment of the past,
    at which nothing is open now.
    """

    at: dt.datetime
    as_of: str | None = None
    clock: Clock | None = field(default=None, compare=False, repr=False)
    _state: PublicState | None = field(default=None, compare=False, repr=False)

    @classmethod
    def read(
        cls, as_of: str | None, state: PublicState | None = None, clock: Clock | None = None
    ) -> "Moment":
        """The moment of a query string. A date means its end, or now if that is earlier.

        A moment that may still change, such as today, is resolved to the instant of the last change. `state`: the
        public state at the moment, if already read.
        """
        if not as_of:
            state = state or state_at()
            return cls(state.at, None, clock, state)
        at, plain = read_time(as_of)
        state = state or state_at(at)
        if state.at == at:
            return cls(at, plain, None, state)
        last = state.changed_at or state.at
        return cls(last, timezone.localtime(last).isoformat(), None, state)

    @property
    def is_past(self) -> bool:
        """Whether the reader asked for a moment other than now."""
        return self.as_of is not None

    @property
    def day(self) -> dt.date:
        """The local day of the moment."""
        return timezone.localdate(self.at)

    @cached_property
    def state(self) -> PublicState:
        """The public state at the moment; at most one query."""
        return self._state or state_at(self.at)

    @property
    def unchanged_since(self) -> str:
        """The instant of the last public change before the moment: as a value of `as_of` it shows this for ever."""
        return timezone.localtime(self.state.changed_at or self.at).isoformat()

    @property
    def precedes_everything(self) -> bool:
        """Whether nothing had been made public by then."""
        return self.state.changed_at is None


def first_change() -> dt.datetime | None:
    """The instant of the first public change, None before there is one."""
    return PublicChange.objects.filter(at__lte=timezone.now()).aggregate(first=Min("at"))["first"]


def read_time(as_of: str) -> tuple[dt.datetime, str]:
    """The time in a text, and its normalized form. Raises BadMoment if it is in neither form, or after now.

    A date means its last instant; that of today is the only time that may lie ahead.
    """
    if (day := read_day(as_of)) is not None:
        time, plain = timezone.make_aware(dt.datetime.combine(day, dt.time.max)), day.isoformat()
    elif (time := read_instant(as_of)) is not None:
        plain = timezone.localtime(time).isoformat()
    else:
        raise BadMoment(
            _(
                "as_of: “%(value)s” is neither a date (2022-07-01) nor a time with its zone "
                "(2022-07-01T10:00:00+08:00)."
            )
            % {"value": as_of[:60]}
        )
    now = timezone.localtime()
    if (day or time) > (now.date() if day else now):
        raise BadMoment(
            _("as_of: %(value)s is in the future; the latest is %(now)s.")
            % {"value": as_of, "now": now.date().isoformat() if day else now.isoformat(timespec="seconds")}
        )
    return time, plain
