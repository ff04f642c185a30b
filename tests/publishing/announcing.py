"""Announcements in the calendar of releases, as an official makes them."""

import datetime as dt

from django.utils import timezone

from portal.publishing.actions import announcements
from portal.publishing.models import Announcement, Release
from portal.staff.models import User

WHY = ("数据需要复核", "The figures are being checked again")
HOUR = dt.timedelta(hours=1)


def tomorrow(hours: int = 0) -> dt.datetime:
    start = timezone.localtime() + dt.timedelta(days=1)
    return start.replace(hour=10, minute=0, second=0, microsecond=0) + hours * HOUR


def announce(release: Release, by: User, *, hours: int = 0, confirmed: bool = True, **words) -> Announcement:
    return announcements.announce(
        release=release, by=by, scheduled_for=tomorrow(hours), confirmed=confirmed, **words
    )
