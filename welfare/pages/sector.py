"""The page of welfare: what to do first, then schemes and what was paid under them, then the rest."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.site.blocks import Block
from portal.site.sector_pages import SectorPage, story_of
from portal.staff.models import Sector
from portal.web.as_of import Moment
from welfare.models import Scheme
from welfare.schemes import disbursements_at

#: Rows on the page; the whole list is a link away.
NEWEST = 12
OWN = "welfare"


def contacts(at: dt.datetime) -> list[Facility]:
    """Whom to call about welfare: the hotlines of the sector, and the hotline for everything."""
    hotlines = Facility.objects.public(at).for_list().filter(kind=Facility.Kind.HOTLINE)
    return [one for one in hotlines if one.sector_id == OWN or one.phone == "12345"]


class WelfarePage(SectorPage):
    """`/welfare/`: tasks, schemes by tier, disbursements, and the story of the sector."""

    template_name = "welfare/sector.html"
    sector = OWN

    def get(self, request: HttpRequest) -> HttpResponse:
        at = request.moment.at
        lines = contacts(at)
        context = story_of(get_object_or_404(Sector, code=OWN), request.moment, lines) | {
            "schemes": Scheme.objects.released(at).order_by("code"),
            "disbursements": disbursements_at(at)[:NEWEST],
            "contacts": lines,
        }
        return render(request, self.template_name, context)


def in_area(area: Area, moment: Moment) -> dict[str, Any]:
    """What was paid out in the area, or in a group of areas of which it is a member."""
    codes = [area.code, *Area.objects.filter(members__contains=[area.code]).values_list("code", flat=True)]
    rows = disbursements_at(moment.at).filter(area__code__in=codes)[:NEWEST]
    return {"disbursements": rows} if rows else {}


AREA_BLOCKS = [Block("welfare/area_block.html", in_area, order=40)]
