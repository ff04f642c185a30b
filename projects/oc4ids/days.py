"""Days as OC4IDS date-times."""

import datetime as dt

from django.utils import timezone


def begins(day: dt.date) -> str:
    """The first second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)).isoformat()


def ends(day: dt.date) -> str:
    """The last second of the local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59))).isoformat()
