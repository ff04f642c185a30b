"""The charts of indicators and sectors: loads their figures with few queries and chooses the charts, if any.

A single number gets none: its digits say it all. Only `charts_of` and `sector_charts` query the database; all other
functions are passed their data, so nothing unknown at the page's moment can appear.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.staff.models import Sector
from portal.statistics.changes import Change, last_change
from portal.statistics.charts.bars import breakdown_chart, bullet_chart
from portal.statistics.charts.chart import Break, Chart, ChartRow, ChartSubject, Datum, with_note
from portal.statistics.charts.shares import parts_chart
from portal.statistics.charts.timeline import timeline_chart
from portal.statistics.codes import CheckKind, CheckRole, Incomparable, ObservationKind
from portal.statistics.comparability import (
    ALONG,
    PART,
    TARGET,
    first_obstacle,
    incomparable,
    set_apart,
    why_not,
)
from portal.statistics.models import CheckOperand, CheckResult, Indicator, Observation, Series
from portal.web.numbers import WHOLE

#: Kinds of checks that relate parts to a whole.
PARTS = (CheckKind.RATIO, CheckKind.SUM, CheckKind.PART)
#: The roles of the whole and of the parts.
ROLES = {
    CheckKind.RATIO: (CheckRole.DENOMINATOR, CheckRole.NUMERATOR),
    CheckKind.SUM: (CheckRole.RESULT, CheckRole.PART),
    CheckKind.PART: (CheckRole.WHOLE, CheckRole.PART),
}
#: Figures loaded for the charts of a page with many indicators.
MOST_FIGURES = 3000
MOST_RESULTS = 200
#: Figures drawn of the whole and of each other series, where many indicators have charts.
MOST_OF_WHOLE, MOST_OF_PART = 24, 4
MOST_INDICATORS = 100
#: Figures in a timeline; of more, it shows the newest.
MOST_IN_TIMELINE = 120
FEWEST = 2
#: Figures named one by one below a chart that does not draw them.
MOST_BESIDE = 3


def sector_charts(sector: Sector, at: dt.datetime, most: int) -> list[Chart]:
    """The first charts of a sector's indicators, without duplicates, headline indicators first."""
    indicators = Indicator.objects.released(at).filter(sector=sector).order_by("-headline", "order", "code")
    found = charts_of(list(indicators.for_list()[:MOST_INDICATORS]), at)
    charts = {chart.key: chart for drawn in found.values() for chart in drawn}
    return list(charts.values())[:most]


def charts_of(indicators: Sequence[Indicator], at: dt.datetime, series: int = 1) -> dict[int, list[Chart]]:
    """The charts of each indicator by its id: of its first series with one, then those over several series.

    `series`: of how many series at most.
    """
    figures = Observation.objects.known_at(at).with_revised(at).with_checks(at)
    if len(indicators) > 1:
        figures = figures.filter(pk__in=_recent_ids(indicators, at)).for_many()
    else:
        figures = figures.filter(series__indicator__in=indicators).for_list()
    by_indicator: dict[int, list[Observation]] = defaultdict(list)
    for figure in figures.order_by("series_id", "-period_end")[:MOST_FIGURES]:
        by_indicator[figure.series.indicator_id].append(figure)
    results, written = _results_about(indicators, at), written_findings(indicators, at)
    charts = {}
    for indicator in indicators:
        own = by_indicator[indicator.pk]
        revised = {figure.pk for figure in own if figure.is_revised}
        by_series: dict[int, list[Observation]] = defaultdict(list)
        for figure in sorted(own, key=_whole_first):
            by_series[figure.series_id].append(figure)
        drawn = filter(None, (chart_of(one, revised) for one in by_series.values()))
        over_all = indicator_charts(indicator, own, results[indicator.pk], at, revised)
        found = [*islice(drawn, series), *over_all]
        charts[indicator.pk] = [one.titled(written[indicator.pk]) for one in found[:1]] + found[1:]
    return charts


def _recent_ids(indicators: Sequence[Indicator], at: dt.datetime) -> list[int]:
    """Ids of the figures that charts of many indicators draw: most of the whole, and the last of the other series."""
    series = Series.objects.filter(indicator__in=indicators)
    whole = series.filter(dimensions={}, area__kind="district")
    recent = (whole.newest_ids(at, MOST_OF_WHOLE), series.newest_ids(at, MOST_OF_PART))
    return [pk for found in recent for ids in found.values() for pk in ids]


def written_findings(indicators: Iterable[Indicator], at: dt.datetime) -> Mapping[int, str]:
    """By indicator the title that officials wrote for its first chart, while its figures are those of that instant.

    A figure released, superseded or withdrawn since ends it. No query where no indicator has one, else one.
    """
    found = {one.pk: one for one in indicators if one.finding_at is not None and one.finding_at <= at}
    if found:
        changed = (
            Observation.objects.filter(series__indicator=pk).changed_between(one.finding_at, at)
            for pk, one in found.items()
        )
        ended = set(reduce(or_, changed).order_by().values_list("series__indicator", flat=True))
        found = {pk: one for pk, one in found.items() if pk not in ended}
    return defaultdict(str, {pk: one.finding for pk, one in found.items()})


def every_chart(indicator: Indicator, at: dt.datetime) -> list[Chart]:
    """All charts of an indicator, the one that says most first."""
    return charts_of([indicator], at, MOST_FIGURES)[indicator.pk]


def _results_about(indicators: Sequence[Indicator], at: dt.datetime) -> dict[int, list[CheckResult]]:
    """Results of declared checks on the indicators' figures, by indicator id, with these figures, newest first."""
    shown = Prefetch(
        "observation__check_operands", CheckOperand.objects.shown_at(at).with_results(), "operands_shown"
    )
    operands = CheckOperand.objects.select_related(
        "observation__series__indicator__unit",
        "observation__series__area",
        "observation__release",
        "observation__section",
    )
    operands = operands.prefetch_related(shown)
    about = CheckOperand.objects.filter(observation__series__indicator__in=indicators).values("result")
    results = CheckResult.objects.known_at(at).filter(pk__in=about, kind__in=PARTS)
    results = results.select_related("check_rule").prefetch_related(Prefetch("operands", operands))
    found = defaultdict(list)
    for result in results.order_by("-period_end", "id")[:MOST_RESULTS]:
        for pk in {operand.observation.series.indicator_id for operand in result.operands.all()}:
            found[pk].append(result)
    return found


def _whole_first(figure: Observation) -> tuple:
    """Sorts by series, the whole district before breakdowns."""
    series = figure.series
    return bool(series.dimensions), series.area.kind != "district", series.pk


def chart_of(figures: Sequence[Observation], revised: Container[int] = ()) -> Chart | None:
    """The chart of one series from its known figures; `revised` are ids of those that replaced others.

    Figures that are not comparable with the newest are not drawn on its axis, but named below with the reason.
    Standards of service are neither results nor plans, and not drawn.
    """
    drawn = [one for one in figures if one.kind != ObservationKind.STANDARD]
    figures, apart = set_apart(drawn, ALONG)
    if len(figures) < FEWEST or _is_off_its_target(figures):
        return None
    series = figures[0].series
    name = " · ".join(filter(None, (series.indicator.name, series.scope)))
    data = [Datum.of(figure, revised=figure.pk in revised) for figure in figures]
    subject = ChartSubject.of(series.indicator, name)
    results = sorted((one for one in figures if one.is_result), key=lambda one: (one.period_end, one.pk))
    change = last_change(results[-1], figures) if results else None
    key = f"series-{series.pk}"
    chart = series_chart(key, subject, data, breaks_among(drawn), change)
    return chart and beside(replace(chart, code=series.indicator.code, name=key), apart)


def breaks_among(figures: Sequence[Observation]) -> list[Break]:
    """The days within the figures of a series from which they are not comparable with those before."""
    series = figures[0].series
    days = [day for one in figures for day in (one.period_start or one.period_end, one.period_end)]
    found = [(day, Incomparable.COVERAGE) for day in series.area.breaks]
    found += [(series.indicator.comparable_from, Incomparable.DEFINITION)] * bool(
        series.indicator.comparable_from
    )
    return [Break(day, str(reason.label)) for day, reason in sorted(found) if min(days) < day <= max(days)]


def _is_off_its_target(figures: Sequence[Observation]) -> bool:
    """Whether there is one target and one result of its year, nothing else, and the two are not comparable."""
    known = [one for one in figures if one.value is not None]
    targets, results = ([one for one in known if one.is_result is side] for side in (False, True))
    if not len(targets) == len(results) == 1:
        return False
    same_year = targets[0].period.year == results[0].period.year
    return same_year and incomparable(results[0], targets[0], TARGET) is not None


def beside(chart: Chart, apart: Sequence[tuple[Observation, Incomparable]]) -> Chart:
    """The chart with a note and a row of its table for each figure that it does not draw; then it has no finding."""
    if not apart:
        return chart
    rows, notes = list(chart.rows), list(chart.notes)
    for figure, reason in apart:
        one, words = Datum.of(figure), why_not(reason)
        row = ChartRow.of(one)
        rows.append(replace(row, note=" ".join(filter(None, (words, row.note)))))
        if len(apart) <= MOST_BESIDE:
            notes.append(with_note(one.fact, words))
    if len(apart) > MOST_BESIDE:
        count = ngettext("%(count)d figure is not drawn", "%(count)d figures are not drawn", len(apart))
        reasons = _(", ").join(dict.fromkeys(why_not(reason) for _figure, reason in apart))
        notes.append(with_note(count % {"count": len(apart)}, reasons))
    title = with_note(chart.title, why_not(apart[0][1]))
    return replace(chart, rows=rows, notes=notes, finding="", title=title, is_apart=True)


def series_chart(
    key: str,
    subject: ChartSubject,
    data: Sequence[Datum],
    breaks: Sequence[Break] = (),
    change: Change | None = None,
) -> Chart | None:
    """The chart of one series, or None. `breaks`: the days across which its figures are not comparable.

    `change`: the newest result against an earlier one, for its title.

    - One comparable target and its result, nothing else: a bullet chart, because the question is how much of it was
      reached. They belong together if both are of one year and the result is no later than the target's end.
    - Otherwise at least two values at different dates: a timeline.
    - Fewer than two values, or all at one date: none.
    """
    data = sorted(data, key=lambda one: (one.end, one.first, one.is_target))[-MOST_IN_TIMELINE:]
    known = [one for one in data if one.value is not None]
    targets = [one for one in known if one.is_target]
    results = [one for one in known if not one.is_target]
    if len(targets) == len(results) == 1:
        (target,), (result,) = targets, results
        if (
            result.end.year == target.end.year
            and result.end <= target.end
            and result.value >= 0
            and target.value > 0
        ):
            return bullet_chart(key, subject, target, result)
    is_series = len({one.end for one in known}) >= FEWEST
    return timeline_chart(key, subject, data, breaks, change) if is_series else None


def indicator_charts(
    indicator: Indicator,
    figures: Sequence[Observation],
    results: Iterable[CheckResult],
    at: dt.datetime,
    revised: Container[int] = (),
) -> list[Chart]:
    """Charts across series: parts of a whole, and the newest breakdown unless a parts chart shows it already."""
    by_period = sorted(results, key=lambda one: one.period_end)
    newest = {result.check_rule_id or f"of-{result.series_id}": result for result in by_period}
    charts, drawn = {}, set()
    for result in newest.values():
        chart = result_chart(result, at)
        # of the checks of the same figures, a rate knows what was stated of their share
        if chart and (chart.key not in charts or result.kind == CheckKind.RATIO):
            charts[chart.key] = replace(chart, code=indicator.code)
            operands = result.operands.all()
            drawn |= {one.observation_id for one in operands if one.role == CheckRole.PART}
    rows = breakdown_rows(figures)
    if rows and not {figure.pk for figure in rows} <= drawn:
        named = [
            ((one.series.area.label, *one.series.breakdown), Datum.of(one, revised=one.pk in revised))
            for one in rows
        ]
        chart = breakdown_chart(f"{indicator.code}-breakdown", ChartSubject.of(indicator), named)
        charts["breakdown"] = chart and replace(chart, code=indicator.code, name="breakdown")
    return [chart for chart in charts.values() if chart]


def breakdown_rows(figures: Iterable[Observation]) -> list[Observation]:
    """The newest figures of one period and kind with values in at least two series, in document order.

    Results come before targets. The district is never shown beside its own areas: its rows are used if there are two,
    otherwise those of the areas, and only areas of one kind if nothing but the area differs.
    """
    groups: dict[tuple, list[Observation]] = defaultdict(list)
    for figure in figures:
        if figure.kind == ObservationKind.STANDARD:
            continue
        groups[figure.period_end, figure.kind == ObservationKind.ACTUAL, figure.period_start].append(figure)
    for key in sorted(groups, key=lambda one: (one[0], one[1], one[2] or dt.date.min), reverse=True):
        rows = [row for row in groups[key] if row.series.area.kind == "district"]
        if len(rows) < FEWEST:
            rows = [row for row in groups[key] if row.series.area.kind != "district"]
            if not any(row.series.dimensions for row in rows):
                kinds = [row.series.area.kind for row in rows]
                rows = [row for row in rows if row.series.area.kind == max(kinds, key=kinds.count)]
        rows, _apart = set_apart(rows, PART)
        if sum(row.value is not None for row in rows) >= FEWEST:
            return sorted(rows, key=lambda row: row.pk)
    return []


def result_chart(result: CheckResult, at: dt.datetime) -> Chart | None:
    """The whole and parts related by a check, or None if they are not parts of a whole.

    A count is a part of the denominator that its indicator declares, and the numerator of a percentage of its
    denominator. The parts of a sum declared complete make up the whole, if they do so to the last digit. Of other parts
    nobody said what the rest is, so neither they nor a rest is drawn. Superseded figures are not drawn, nor any that
    are not comparable.
    """
    operands = list(result.operands.all())
    if result.kind not in PARTS or any(operand.observation.superseded_by(at) for operand in operands):
        return None
    whole, parts = ([one.observation for one in operands if one.role == role] for role in ROLES[result.kind])
    if not make_a_whole(result) or len(whole) != 1 or not parts or first_obstacle(whole[0], parts, PART):
        return None
    indicator = whole[0].series.indicator
    entire, *pieces = (
        Datum.of(one, name=one.series.scope or one.series.indicator.name) for one in (*whole, *parts)
    )
    title = _("Breakdown of %(whole)s") % {"whole": indicator.name}
    # the same for every check of the same figures
    key = "-".join(["parts", *(str(one.pk) for one in (*whole, *parts))])
    agrees = result.kind != CheckKind.RATIO or result.passed
    chart = parts_chart(key, title, entire, pieces, indicator.unit.symbol, note=result.note, agrees=agrees)
    return chart and replace(
        chart,
        name="-".join(dict.fromkeys(("parts", *(one.series.indicator.code for one in (*whole, *parts))))),
    )


def make_a_whole(result: CheckResult) -> bool:
    """Whether it is declared that the parts, and the rest if any, make up the whole."""
    if result.kind == CheckKind.PART:
        return result.passed
    if result.kind == CheckKind.RATIO:
        return result.check_rule.scale == WHOLE
    return result.check_rule.complete and not result.difference
