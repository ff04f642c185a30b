"""Search source of areas."""

import datetime as dt

from django.urls import reverse

from portal.areas.models import Area
from portal.records.types import Hit


def area_hits(areas: list[Area], at: dt.datetime) -> list[Hit]:
    return [
        Hit(a.name, reverse("area-detail", args=[a.code]), ["、".join(a.aliases)], a.get_kind_display())
        for a in areas
    ]
