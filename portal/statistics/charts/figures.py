"""Loading figures for charts with few queries, and choosing the charts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from portal.staff.models import Sector
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.choice import FEWEST, ChartSubject, breakdown_chart, series_chart
from portal.statistics.charts.data import Datum, datum
from portal.statistics.charts.parts import parts_chart
from portal.statistics.codes import CheckKind, CheckRole, ObservationKind
from portal.statistics.figures import IndicatorRow
from portal.statistics.models import CheckOperand, CheckResult, Indicator, Observation

#: Kinds of checks that relate parts to a whole.
PARTS = (CheckKind.RATIO, CheckKind.SUM)
#: Figures loaded for the charts of a page with many indicators.
MOST_FIGURES = 3000
MOST_RESULTS = 200
MOST_INDICATORS = 100


def with_charts(rows: Sequence[IndicatorRow], at: dt.datetime) -> list[IndicatorRow]:
    """The rows with the charts of their indicators, the one that says most first; four queries."""
    charts = charts_of([row.indicator for row in rows], at)
    return [replace(row, charts=charts[row.indicator.pk]) for row in rows]


def charts_of(indicators: Sequence[Indicator], at: dt.datetime) -> dict[int, list[Chart]]:
    """The charts of each indicator by its id: of its first series with one, then those over several series."""
    figures = list(
        Observation.objects.known_at(at)
        .filter(series__indicator__in=indicators)
        .with_revised(at)
        .for_list()
        .order_by("series_id", "-period_end")[:MOST_FIGURES]
    )
    results = known_results(indicators, at)
    revised = {figure.pk for figure in figures if figure.is_revised}
    grouped: dict[int, list[Observation]] = defaultdict(list)
    for figure in figures:
        grouped[figure.series.indicator_id].append(figure)
    charts = {}
    for indicator in indicators:
        own = [result for result in results if _is_about(result, indicator)]
        mine = grouped[indicator.pk]
        series = [one for of_one in _by_series(mine).values() if (one := chart_of(of_one, revised))]
        charts[indicator.pk] = [*series[:1], *indicator_charts(indicator, mine, own, at, revised)]
    return charts


def sector_charts(sector: Sector, at: dt.datetime, most: int) -> list[Chart]:
    """The first charts of a sector's indicators, without duplicates, headline indicators first."""
    indicators = Indicator.objects.released(at).filter(sector=sector).order_by("-headline", "order", "code")
    found = charts_of(list(indicators.for_list()[:MOST_INDICATORS]), at)
    charts = {chart.key: chart for drawn in found.values() for chart in drawn}
    return list(charts.values())[:most]


def known_results(indicators: Sequence[Indicator], at: dt.datetime) -> list[CheckResult]:
    """Results of declared checks on the indicators' figures, with these figures, newest first."""
    operands = CheckOperand.objects.select_related(
        "observation__series__indicator__unit", "observation__series__area"
    )
    about = CheckOperand.objects.filter(observation__series__indicator__in=indicators).values("result")
    results = CheckResult.objects.known_at(at).filter(pk__in=about, kind__in=PARTS)
    results = results.select_related("check_rule").prefetch_related(Prefetch("operands", operands))
    return list(results.order_by("-period_end", "id")[:MOST_RESULTS])


def chart_of(figures: Sequence[Observation], revised: Container[int] = ()) -> Chart | None:
    """The chart of one series from its known figures; `revised` are ids of those that replaced others."""
    if len(figures) < FEWEST:
        return None
    series = figures[0].series
    name = " · ".join(filter(None, (series.indicator.name, series.scope)))
    data = [datum(figure, revised=figure.pk in revised) for figure in figures]
    return series_chart(f"series-{series.pk}", subject(series.indicator, name), data)


def indicator_charts(
    indicator: Indicator,
    figures: Sequence[Observation],
    results: Iterable[CheckResult],
    at: dt.datetime,
    revised: Container[int] = (),
) -> list[Chart]:
    """Charts across series: parts of a whole, and the newest breakdown unless a parts chart shows it already."""
    newest = {result.check_rule_id: result for result in sorted(results, key=lambda one: one.period_end)}
    drawn = [(result, chart) for result in newest.values() if (chart := result_chart(result, at))]
    told = {
        operand.observation_id
        for result, _chart in drawn
        for operand in result.operands.all()
        if operand.role == CheckRole.PART
    }
    rows = breakdown_rows(figures)
    charts = [chart for _result, chart in drawn]
    if rows and not {figure.pk for figure in rows} <= told:
        named = [
            ((one.series.area.name, *one.series.breakdown), datum(one, revised=one.pk in revised))
            for one in rows
        ]
        charts.append(breakdown_chart(f"{indicator.code}-breakdown", subject(indicator), named))
    return [chart for chart in charts if chart]


def breakdown_rows(figures: Iterable[Observation]) -> list[Observation]:
    """The newest figures of one period and kind with values in at least two series, in document order.

    Results come before targets. The district is never shown beside its own areas: its rows are used if there are two,
    otherwise those of the areas, and only areas of one kind if nothing but the area differs.
    """
    groups: dict[tuple, list[Observation]] = defaultdict(list)
    for figure in figures:
        groups[figure.period_end, figure.kind == ObservationKind.ACTUAL, figure.period_start].append(figure)
    for key in sorted(groups, key=lambda one: (one[0], one[1], one[2] or dt.date.min), reverse=True):
        rows = _of_one_level(groups[key])
        if sum(row.value is not None for row in rows) >= FEWEST:
            return sorted(rows, key=lambda row: row.pk)
    return []


def _of_one_level(rows: Sequence[Observation]) -> list[Observation]:
    district = [row for row in rows if row.series.area.kind == "district"]
    if len(district) >= FEWEST:
        return district
    lower = [row for row in rows if row.series.area.kind != "district"]
    if any(row.series.dimensions for row in lower):
        return lower
    kinds = [row.series.area.kind for row in lower]
    return [row for row in lower if row.series.area.kind == max(kinds, key=kinds.count)]


def result_chart(result: CheckResult, at: dt.datetime) -> Chart | None:
    """The whole and parts related by a check, or None if they are not parts of a whole.

    The numerator of a rate is a part of its denominator. The parts of a complete sum that holds make up the whole.
    Parts that may fall short of the whole may also overlap, so only a single one is drawn. Superseded figures are not
    drawn.
    """
    operands = list(result.operands.all())
    if result.kind not in PARTS or any(operand.observation.superseded_by(at) for operand in operands):
        return None
    is_ratio = result.kind == CheckKind.RATIO
    whole = _in_role(operands, CheckRole.DENOMINATOR if is_ratio else CheckRole.RESULT)
    parts = _in_role(operands, CheckRole.NUMERATOR if is_ratio else CheckRole.PART)
    fits = is_ratio or (result.passed and (result.check_rule.complete or len(parts) == 1))
    if not fits or len(whole) != 1 or not parts:
        return None
    (entire,) = whole
    unit = entire.series.indicator.unit.symbol
    key = f"check-{result.pk}"
    return parts_chart(
        key,
        _title(entire, parts),
        _as_part(entire),
        [_as_part(one) for one in parts],
        unit,
        note=result.check_rule.note,
    )


def _in_role(operands: Iterable[CheckOperand], role: str) -> list[Observation]:
    return [operand.observation for operand in operands if operand.role == role]


def _title(whole: Observation, parts: Sequence[Observation]) -> str:
    """The name of the whole; a single part is named in the chart."""
    name = whole.series.indicator.name
    return name if len(parts) == 1 else _("Breakdown of %(whole)s") % {"whole": name}


def _as_part(figure: Observation) -> Datum:
    """A figure named by its dimension values, or by its indicator if it has none."""
    return datum(figure, name=figure.series.scope or figure.series.indicator.name)


def _by_series(figures: Iterable[Observation]) -> dict[int, list[Observation]]:
    """Figures by series, the whole district before breakdowns."""
    ordered = sorted(
        figures,
        key=lambda one: (bool(one.series.dimensions), one.series.area.kind != "district", one.series_id),
    )
    grouped: dict[int, list[Observation]] = defaultdict(list)
    for figure in ordered:
        grouped[figure.series_id].append(figure)
    return grouped


def _is_about(result: CheckResult, indicator: Indicator) -> bool:
    return any(operand.observation.series.indicator_id == indicator.pk for operand in result.operands.all())


def subject(indicator: Indicator, name: str = "") -> ChartSubject:
    return ChartSubject(name or indicator.name, indicator.unit.symbol, indicator.decimals == 0)
