"""Welfare blocks of the sector page."""

from typing import Any

from portal.site.blocks import Block
from portal.staff.models import Sector
from portal.web.as_of import Moment
from welfare.models import Disbursement

#: Rows on the page; the whole list is a link away.
NEWEST = 12


def disbursements(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The newest disbursements in force, on the page of welfare alone."""
    if sector.code != "welfare":
        return {}
    rows = Disbursement.objects.known_at(moment.at).select_related("scheme", "release", "section")
    rows = list(rows.order_by("-period_end", "-pk")[:NEWEST])
    return {"disbursements": rows} if rows else {}


SECTOR_BLOCKS = [Block("welfare/disbursements.html", disbursements, order=10)]
