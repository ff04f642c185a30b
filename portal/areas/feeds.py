"""Areas as topics of digests."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from portal.areas.models import Area, above
from portal.records.topics import Subject


def all_areas(_at: dt.datetime) -> QuerySet:
    return Area.objects.select_related("parent__parent__parent__parent")


def wider_areas(area: Area) -> Iterable[Subject]:
    """The areas that contain it, nearest first."""
    return [Subject("area", one.code) for one in reversed(above(area))]
