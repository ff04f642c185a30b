"""The page of each sector: its app names the sector and contributes the blocks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from portal.commitments.models import commitments_at
from portal.facilities.detail import attach_open_states
from portal.facilities.models import Facility
from portal.publishing.models import Section
from portal.site.blocks import filled
from portal.staff.models import Sector
from portal.statistics.charts.figures import sector_charts
from portal.statistics.figures import indicator_rows
from portal.statistics.models import CheckResult, Indicator
from portal.themes.detail import themes_at
from portal.themes.models import Theme
from portal.web.as_of import Moment
from portal.web.sectors import sectors

#: Rows of one kind on the page; the whole list is a link away.
INDICATORS, COMMITMENTS, FACILITIES, SECTIONS, FAILED = 5, 4, 3, 24, 3
CHARTS = 4
THEMES = 4
#: Indicators among which the newest are chosen.
MOST = 100


class SectorPage(View):
    """The sector: headline figures, commitments, facilities, sections of releases, failed checks."""

    http_method_names = ["get", "head", "options"]
    template_name = "sector.html"
    sector = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        sector = get_object_or_404(Sector, code=self.sector)
        return render(request, self.template_name, story_of(sector, request.moment))


def first_of(rows: QuerySet, most: int) -> tuple[list[Any], int]:
    """The first rows, and how many there are; one query."""
    found = list(rows.annotate(total=Window(Count("*")))[:most])
    return found, found[0].total if found else 0


def story_of(sector: Sector, moment: Moment, lines: Iterable[Facility] = ()) -> dict[str, Any]:
    """The context of the sector's page. `lines`: what its own template names with a number above everything else."""
    at = moment.at
    first_blocks = filled("SECTOR_BLOCKS", sector, moment, only=lambda block: block.order < 0)
    named = {line.pk for line in lines}.union(
        line.pk for _template, content in first_blocks for line in content.get("lines", ())
    )
    indicators = Indicator.objects.released(at).filter(sector=sector)
    headlines = indicator_rows(indicators.headlines().with_latest(at).for_list(), at, changes=True)
    further = indicators.exclude(pk__in=[row.indicator.pk for row in headlines])
    others, other_count = first_of(further.with_latest(at).for_list(), MOST)
    failed = CheckResult.objects.known_at(at).failed().filter(series__indicator__sector=sector).for_list()
    failed, failed_count = first_of(failed, FAILED)
    themes, theme_count = first_of(Theme.objects.public(at).filter(sector=sector).for_list(), THEMES)
    commitments = commitments_at(at).with_state(at).filter(sector=sector)
    tally = commitments.tally()
    facilities = Facility.objects.public(at).filter(sector=sector).for_list().reachable_first()
    facilities, facility_count = first_of(facilities, FACILITIES + len(named))
    cards = [one for one in facilities if one.pk not in named][:FACILITIES]
    return {
        "at": at,
        "sector": sector,
        "themes": themes_at(themes, at),
        "theme_count": theme_count,
        "headlines": headlines,
        "chosen": sectors[sector.code].chosen,
        "charts": sector_charts(sector, at, CHARTS),
        "indicators": sorted(indicator_rows(others, at), key=lambda row: row.age)[:INDICATORS],
        "indicator_count": len(headlines) + other_count,
        "failed": failed,
        "failed_count": failed_count,
        "tally": tally,
        "commitments": commitments.for_list().most_pressing_first()[:COMMITMENTS],
        "commitment_count": tally.total + tally.directions,
        "facilities": [
            one
            for one in attach_open_states(cards, moment)
            if one.phone or one.hours or one.opening_hours or one.address
        ],
        "facility_count": facility_count,
        "is_named_above": bool(named),
        "sections": Section.objects.known_at(at).filter(sector=sector).for_list()[:SECTIONS],
        "first_blocks": first_blocks,
        "blocks": filled("SECTOR_BLOCKS", sector, moment, only=lambda block: block.order >= 0),
    }
