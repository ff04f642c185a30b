"""The block of a sector's page with its guides and services."""

from typing import Any

from portal.services.models import Guide, Service
from portal.staff.models import Sector
from portal.web.as_of import Moment


def services_of(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The public guides and services of the sector, by name."""
    guides = list(Guide.objects.public(moment.at).filter(sector=sector).order_by("pinyin", "code"))
    services = list(Service.objects.public(moment.at).filter(sector=sector).order_by("pinyin", "code"))
    return {"guides": guides, "services": services} if guides or services else {}
