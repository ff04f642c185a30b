"""The block of culture on its sector page: where shows and activities took place."""

from typing import Any

from django.db.models import Count

from portal.areas.models import Area
from portal.events.models import PublicEvent
from portal.site.blocks import Block
from portal.staff.models import Sector
from portal.web.as_of import Moment


def held_by_place(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The areas where releases name events of culture that took place, most events first; two queries.

    Without any, the block says so: the number of shows of a tour names no place.
    """
    if sector.code != "culture":
        return {}
    held = PublicEvent.objects.known_at(moment.at).filter(sector=sector, status=PublicEvent.Status.HELD)
    counts = dict(held.order_by().values_list("area").annotate(Count("pk")))
    places = [(area, counts[area.pk]) for area in Area.objects.filter(pk__in=counts).order_by("code")]
    return {"places": sorted(places, key=lambda place: -place[1])}


SECTOR_BLOCKS = [Block("culture/held_by_place.html", held_by_place, order=45)]
