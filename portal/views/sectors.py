"""The page that each sector has. Its app's `views.py` names the sector; what the app adds stands in blocks."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from portal.figures import attach_latest, with_breakdowns
from portal.models import CheckResult, Commitment, Facility, Indicator, Section, Sector
from portal.moments import Moment
from portal.pages import sector_blocks

#: Rows of one kind on the page; the whole list is a link away.
MOST = 100


class SectorPage(View):
    """Headline figures, indicators, commitments, places, what the releases say, and figures that do not add up."""

    http_method_names = ["get", "head", "options"]
    template_name = "sector.html"
    sector: str

    def get(self, request: HttpRequest) -> HttpResponse:
        sector = get_object_or_404(Sector, code=self.sector)
        context = {"at": request.moment.at, "sector": sector, **core_content(sector, request.moment)}
        context["blocks"] = filled_blocks(self.sector, request.moment)
        return render(request, self.template_name, context)


def core_content(sector: Sector, moment: Moment) -> dict[str, Any]:
    """What the core knows of a sector at a moment."""
    at = moment.at
    indicators = attach_latest(
        Indicator.objects.released(at).filter(sector=sector).with_latest(at).for_list()[:MOST], at
    )
    commitments = Commitment.objects.known_at(at).with_state(at).filter(sector=sector)
    return {
        "indicators": indicators,
        "headlines": [indicator for indicator in indicators if indicator.headline],
        "states": commitments.state_counts(),
        "commitments": commitments.for_list().most_pressing_first()[:MOST],
        "facilities": Facility.objects.public(at).filter(sector=sector).for_list()[:MOST],
        "sections": Section.objects.known_at(at).filter(sector=sector).for_list()[:MOST],
        "failed": with_breakdowns(failed_checks(sector, at)[:MOST]),
    }


def failed_checks(sector: Sector, at: dt.datetime) -> QuerySet:
    """Checks of the sector's figures in which they contradict each other."""
    return CheckResult.objects.known_at(at).failed().filter(series__indicator__sector=sector).for_list()


def filled_blocks(sector: str, moment: Moment) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block that an app adds and that has something to show."""
    blocks = ((block.template, block.context(moment)) for block in sector_blocks.get(sector, []))
    return [(template, content) for template, content in blocks if content]
