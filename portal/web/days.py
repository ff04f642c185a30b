"""Days and instants in addresses: the two documented forms, 2022-07-01 and 2022-07-01T10:00:00+08:00, and no other.

Whatever else reads as a date somewhere (20220701, 2022-W26-5, a count of seconds, a time without its zone) would be
answered for a day that nobody meant.
"""

import datetime as dt
import re

#: Years that a day may be of. Other systems write 9999-12-31 for "no end".
YEARS = range(1900, 2200)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: In a query string the plus sign of a zone arrives as a space.
INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)(Z|[+ -][0-9]{2}:[0-9]{2})"
)


def read_day(text: str) -> dt.date | None:
    """The day written as 2022-07-01, of a plausible year; None for anything else."""
    if not DAY.fullmatch(text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def read_instant(text: str) -> dt.datetime | None:
    """The instant written as 2022-07-01T10:00:00+08:00, of a plausible year, in UTC; None for anything else."""
    if not (found := INSTANT.fullmatch(text)):
        return None
    time, zone = found.groups()
    try:
        instant = dt.datetime.fromisoformat(time + zone.replace(" ", "+")).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return instant if instant.year in YEARS else None
