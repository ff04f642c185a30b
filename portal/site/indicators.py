"""Indicators: the list, and the page of one with its figures, their versions, their checks and their sources."""

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.commitments.models import Commitment
from portal.publishing.citations import citation
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import attach_table_charts, indicator_charts
from portal.statistics.figures import attach_changes, attach_latest, with_breakdowns
from portal.statistics.filters import IndicatorFilter
from portal.statistics.models import CheckResult, Indicator, Observation, Series
from portal.statistics.series_table import SeriesTable, series_tables
from portal.web.lists import ListPage
from portal.web.pagination import page_of

SERIES_PER_PAGE = 25
#: Versions of figures on one page; beyond it the page points to the data.
MOST_VERSIONS = 2000
MOST_CHECKS = 50


class IndicatorList(ListPage):
    template_name = "indicators/list.html"
    noun = "indicators"
    filterset_class = IndicatorFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return Indicator.objects.released(at).with_latest(at).for_list()

    def further(self, request: HttpRequest, filterset: IndicatorFilter, page: Page) -> dict[str, Any]:
        return {"indicators": attach_latest(page.object_list, request.moment.at)}


@require_safe
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    indicator = get_object_or_404(Indicator.objects.released(at).with_latest(at).for_list(), code=code)
    attach_changes(attach_latest([indicator], at), at)
    page = page_of(public_series(indicator, at), request, SERIES_PER_PAGE)
    tables = tables_of(page, at)
    results = CheckResult.objects.known_at(at).with_figures_of(indicator).for_list()[:MOST_CHECKS]
    checks = with_breakdowns(results)
    context = {
        "at": at,
        "indicator": indicator,
        "page": page,
        "tables": tables,
        "in_one": in_one(tables),
        "updated": newest_figure(indicator, at),
        "charts": charts_of(indicator, page, tables, checks, at),
        "checks": checks,
        "commitments": Commitment.objects.known_at(at)
        .with_state(at)
        .for_list()
        .filter(series__indicator=indicator),
        "cite": citation(request, indicator.name),
    }
    return render(request, "indicators/detail.html", context)


def newest_figure(indicator: Indicator, at: dt.datetime) -> dt.datetime:
    """When the last of its figures was released."""
    figures = Observation.objects.released(at).filter(series__indicator=indicator)
    return figures.aggregate(newest=Max("released_at"))["newest"]


def public_series(indicator: Indicator, at: dt.datetime) -> QuerySet:
    """The series of the indicator of which a figure was public, the whole first."""
    return Series.objects.released(at).filter(indicator=indicator).for_list().whole_first()


def tables_of(page: Page, at: dt.datetime) -> list[SeriesTable]:
    """A table for each series of the page, with every version that was released by then."""
    series = list(page.object_list)
    versions = Observation.objects.released(at).filter(series__in=series).for_list()
    return series_tables(series, versions.order_by("-period_end", "kind", "-released_at")[:MOST_VERSIONS], at)


def in_one(tables: list[SeriesTable]) -> bool:
    """Whether several series stand in one table: none of them has more to show than its newest figure."""
    return len(tables) > 1 and not any(table.chart or table.comparisons for table in tables)


def charts_of(
    indicator: Indicator, page: Page, tables: list[SeriesTable], checks: list[CheckResult], at: dt.datetime
) -> list[Chart]:
    """The charts over all series; each table gets the chart of its own. A page of only some series compares none."""
    attach_table_charts(tables)
    figures = [figure for table in tables for figure in table.figures] if not page.has_other_pages() else []
    return indicator_charts(indicator, figures, checks, at)
