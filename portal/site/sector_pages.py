"""The page of each sector: its app names the sector and contributes the blocks."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.publishing.models import Section
from portal.site.blocks import filled
from portal.staff.models import Sector
from portal.statistics.charts.figures import sector_charts
from portal.statistics.figures import indicator_rows
from portal.statistics.models import CheckResult, Indicator
from portal.web.as_of import Moment

#: Rows of one kind on the page; the whole list is a link away.
INDICATORS, COMMITMENTS, FACILITIES, SECTIONS, FAILED = 5, 4, 6, 24, 3
CHARTS = 4
#: Indicators among which the newest are looked for.
MOST = 100


class SectorPage(View):
    """The sector: headline figures, commitments, facilities, what releases say, figures that do not add up."""

    http_method_names = ["get", "head", "options"]
    template_name = "sector.html"
    sector = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        sector = get_object_or_404(Sector, code=self.sector)
        return render(request, self.template_name, story_of(sector, request.moment))


def story_of(sector: Sector, moment: Moment) -> dict[str, Any]:
    """What the page of the sector shows, under the names that its template uses."""
    return {
        "at": moment.at,
        "sector": sector,
        **figures_of(sector, moment.at),
        **commitments_of(sector, moment.at),
        **places_of(sector, moment.at),
        "sections": Section.objects.known_at(moment.at).filter(sector=sector).for_list()[:SECTIONS],
        "blocks": filled("SECTOR_BLOCKS", sector, moment),
    }


def figures_of(sector: Sector, at: dt.datetime) -> dict[str, Any]:
    """Headline indicators with their changes, the first of the others, and the checks that failed."""
    indicators = Indicator.objects.released(at).filter(sector=sector)
    headlines = indicator_rows(indicators.headlines().with_latest(at).for_list(), at, changes=True)
    others = indicator_rows(indicators.filter(headline=False).with_latest(at).for_list()[:MOST], at)
    failed = failed_checks(sector, at)
    return {
        "headlines": headlines,
        "charts": sector_charts(sector, at, CHARTS),
        "indicators": sorted(others, key=lambda row: row.age)[:INDICATORS],
        "indicator_count": indicators.count(),
        "failed": failed[:FAILED],
        "failed_count": failed.count(),
    }


def commitments_of(sector: Sector, at: dt.datetime) -> dict[str, Any]:
    """How many commitments stand in each state, and the most pressing of them."""
    commitments = Commitment.objects.known_at(at).with_state(at).filter(sector=sector)
    states = commitments.state_counts()
    return {
        "states": states,
        "commitments": commitments.for_list().most_pressing_first()[:COMMITMENTS],
        "commitment_count": sum(states.values()),
    }


def places_of(sector: Sector, at: dt.datetime) -> dict[str, Any]:
    """How many places there are, and the first that can be rung up or visited."""
    facilities = Facility.objects.public(at).filter(sector=sector)
    first = facilities.for_list().reachable_first()[:FACILITIES]
    return {
        "facilities": [one for one in first if one.phone or one.hours or one.address],
        "facility_count": facilities.count(),
    }


def failed_checks(sector: Sector, at: dt.datetime) -> QuerySet:
    """Checks of the sector's figures in which they contradict each other."""
    return CheckResult.objects.known_at(at).failed().filter(series__indicator__sector=sector).for_list()
