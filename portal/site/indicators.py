"""Indicators: the list, and the page of one with its figures, their versions, their checks and their sources."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.commitments.models import commitments_at
from portal.publishing.citations import citation
from portal.publishing.models import ReleasedRecord
from portal.records.described import Described
from portal.records.description_changes import DescriptionChange, changes_around
from portal.statistics.charts.figures import indicator_charts, written_findings
from portal.statistics.comparisons import comparisons_of
from portal.statistics.figures import (
    OF_FIRST,
    IndicatorRow,
    SeriesRow,
    SeriesTable,
    indicator_rows,
    released_versions,
    series_tables,
    versions_of,
    with_series,
)
from portal.statistics.filters import IndicatorFilter
from portal.statistics.models import CheckResult, Dimension, Indicator
from portal.statistics.withheld import Unevaluated, unevaluated_of
from portal.web.filters import BadParameter
from portal.web.lists import ListPage, page_of


@dataclass(frozen=True, kw_only=True)
class IndicatorDetail(IndicatorRow):
    """An indicator with its series, the total first, the checks of its figures, and the commitments it measures.

    `updated`: when a figure of it was last released. `expected_by`: the day by which the next one is expected, and
    `is_overdue` whether it has passed.
    """

    series: Sequence[SeriesRow]
    checks: Sequence[CheckResult]
    unevaluated: Sequence[Unevaluated]
    commitments: Sequence[ReleasedRecord]
    description_changes: Sequence[DescriptionChange]
    updated: dt.datetime
    expected_by: dt.date | None
    is_overdue: bool

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The indicator with that code. Raises Http404 before a figure of it was released."""
        indicators = Indicator.objects.released(at).with_latest(at).with_updated(at).with_expected(at)
        indicators = indicators.with_denominator(at)
        found = get_object_or_404(indicators.for_list(), code=code)
        row, series = with_series(found, at)
        commitments = commitments_at(at).with_state(at).with_public_series(at).for_list()
        checks = CheckResult.objects.known_at(at).with_figures_of(indicator=found).with_neighbours()
        return cls(
            **vars(row),
            series=series,
            checks=list(checks.with_checked_figures(at)),
            unevaluated=unevaluated_of(found, at),
            commitments=list(commitments.filter(series__indicator=found).most_pressing_first()),
            description_changes=changes_around({code: [found, *describing(found)]}, at)[code],
            updated=found.updated,
            expected_by=found.expected_by,
            is_overdue=found.expected_by is not None and found.expected_by < timezone.localdate(at),
        )


def describing(indicator: Indicator) -> list[Described]:
    """What its figures mean by: its unit, its department, its dimensions and their codes; two queries at most."""
    dimensions = Dimension.objects.filter(code__in=indicator.dimensions).prefetch_related("codes")
    broken_down = list(dimensions) if indicator.dimensions else []
    codes = [code for dimension in broken_down for code in dimension.codes.all()]
    return [indicator.unit, indicator.department, *broken_down, *codes]


SERIES_PER_PAGE = 25
MOST_CHECKS = 50


class IndicatorList(ListPage):
    template_name = "indicators/list.html"
    noun = "indicators"
    filterset_class = IndicatorFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return Indicator.objects.released(at).with_latest(at).for_list()

    def further(self, request: HttpRequest, filterset: IndicatorFilter, page: Page) -> dict[str, Any]:
        return {"indicators": indicator_rows(page.object_list, request.moment.at)}


def paged(detail: IndicatorDetail, request: HttpRequest) -> tuple[Page, list[SeriesTable]]:
    """A page of series with their newest figures, or with `series`, the id of one, a page of its versions."""
    at, asked = request.moment.at, request.GET.get("series")
    if not asked:
        page = page_of(detail.series, request, SERIES_PER_PAGE)
        return page, series_tables((row.series for row in page.object_list), at)
    one = next((row.series for row in detail.series if str(row.series.pk) == asked), None)
    if one is None:
        raise BadParameter.value("series", asked, ["/api/v1/series"])
    versions = released_versions(one, at)
    page = page_of(versions, request, OF_FIRST)
    # with the one before, which may be what replaced the first
    first = max(page.start_index() - 2, 0)
    found = versions_of(versions[first : page.end_index()], at).get(one.pk, [])
    found = found[page.start_index() - 1 - first :]
    return page, [SeriesTable(one, found, len(found))]


@require_safe
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = IndicatorDetail.at(code, at)
    page, tables = paged(detail, request)
    written = written_findings([detail.indicator], at)[detail.indicator.pk] if page.number == 1 else ""
    first = next((number for number, table in enumerate(tables) if table.chart), None)
    if written and first is not None:
        tables[first] = replace(tables[first], finding=written)
    compared = (
        [] if page.has_other_pages() or request.GET.get("series") else tables
    )  # charts compare all or none
    figures = [figure for table in compared for figure in table.figures]
    revised = set().union(*(table.revised for table in compared))
    checks = detail.checks[:MOST_CHECKS]
    charts = indicator_charts(detail.indicator, figures, checks, at, revised)
    if charts and first is None:
        charts[0] = charts[0].titled(written)
    context = {
        "at": at,
        "detail": detail,
        "indicator": detail.indicator,
        "page": page,
        "is_of_one": "series" in request.GET,
        "tables": tables,
        # one table for all series if none has more than its newest figure
        "in_one": len(tables) > 1 and not any(table.chart or table.comparisons for table in tables),
        "charts": charts,
        "compares": any(one.is_comparable for one in comparisons_of(chain(*(one.figures for one in tables)))),
        "checks": checks,
        "cite": citation(request, detail.indicator.name),
    }
    return render(request, "indicators/detail.html", context)
