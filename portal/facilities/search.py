"""Search source of facilities."""

import datetime as dt

from django.urls import reverse

from portal.facilities.models import Facility
from portal.records.types import Hit


def facility_hits(facilities: list[Facility], at: dt.datetime) -> list[Hit]:
    page = reverse("facility-list")
    return [
        Hit(
            f.name,
            f"{page}?area={f.area.code}&kind={f.kind}#place-{f.code}",
            facility_texts(f),
            f.get_kind_display(),
        )
        for f in facilities
    ]


def facility_texts(facility: Facility) -> list[str]:
    return [facility.address, facility.phone, facility.hours, facility.note, "、".join(facility.aliases)]
