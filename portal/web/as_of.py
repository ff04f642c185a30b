"""The moment that a page or an answer shows: now, or the one that `as_of` names."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from portal.web.data_version import PublicState, state_at


class BadMoment(ValueError):
    """`as_of` is no date or time, or lies in the future. The message says which and what is allowed."""


@dataclass(frozen=True)
class Moment:
    """A point in time to look at the portal from.

    `as_of` is the date or time that the reader asked for, in ISO 8601 whatever its spelling was; None for now.
    """

    at: dt.datetime
    as_of: str | None = None
    _state: PublicState | None = field(default=None, compare=False, repr=False)

    @classmethod
    def read(cls, as_of: str | None, state: PublicState | None = None) -> "Moment":
        """The moment that a query string names. A date means the end of that day; nothing later than now is known.

        What may still change means the instant of the last change: so does today. `state`: that of the moment, if it
        has been read already.
        """
        if not as_of:
            state = state or state_at()
            return cls(state.at, None, state)
        at, plain = read_time(as_of)
        state = state or state_at(at)
        if state.at == at:
            return cls(at, plain, state)
        last = state.changed_at or state.at
        return cls(last, timezone.localtime(last).isoformat(), state)

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
        """What the log of public changes says of the moment; at most one query."""
        return self._state or state_at(self.at)

    @property
    def unchanged_since(self) -> str:
        """The last change by then, as `as_of` names it for ever: its day once that is over, else its instant."""
        last = timezone.localtime(self.state.changed_at or self.at)
        return last.isoformat() if last.date() == self.day else last.date().isoformat()

    def data_version(self) -> str:
        """Names the state of everything public at the moment: equal versions mean equal answers."""
        return self.state.version


def read_time(as_of: str) -> tuple[dt.datetime, str]:
    """The time that a text names, with its plain spelling. Raises BadMoment if there is none or it is to come."""
    found = _parse(as_of)
    if found is None:
        raise BadMoment(
            _("as_of: “%(value)s” is not a date (2022-07-01) or a time (2022-07-01T10:00:00+08:00).")
            % {"value": as_of[:60]}
        )
    today = timezone.localdate()
    if timezone.localdate(found[0]) > today:
        raise BadMoment(
            _("as_of: %(value)s lies in the future; the latest is %(today)s.")
            % {"value": as_of, "today": today.isoformat()}
        )
    return found


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
