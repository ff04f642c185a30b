"""Getting figures ready to show: the latest of each indicator, and the names of breakdowns."""

import datetime as dt
import functools
import operator
from collections.abc import Iterable

from django.db.models import Q

from portal.statistics.comparison import last_change, newest_target
from portal.statistics.models import CheckResult, Code, Indicator, Observation, Series


def attach_latest(indicators: Iterable[Indicator], at: dt.datetime) -> list[Indicator]:
    """Indicators read `with_latest`, each with its newest figure as `latest`, or None where none is in force.

    `series_count` says how many series it stands for: where there are several, it is but one of them.
    """
    indicators = list(indicators)
    counts = Series.objects.released(at).filter(indicator__in=indicators).count_by_indicator()
    latest = Observation.objects.for_list().in_bulk([i.latest_id for i in indicators if i.latest_id])
    for indicator in indicators:
        indicator.latest = latest.get(indicator.latest_id)
        indicator.series_count = counts.get(indicator.pk, 0)
    attach_breakdowns(figure.series for figure in latest.values())
    return indicators


def attach_breakdowns(series: Iterable[Series]) -> None:
    """Give each series `breakdown`: the names of its dimension values in the reader's language, by one query."""
    series = list(series)
    names = breakdown_names({pair for one in series for pair in one.dimensions.items()})
    for one in series:
        one.breakdown = [names.get(pair, pair[1]) for pair in sorted(one.dimensions.items())]


def with_breakdowns(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Results of checks, each with the breakdowns of the series of its figures by name."""
    results = list(results)
    operands = (operand.observation.series for result in results for operand in result.operands.all())
    attach_breakdowns([*(result.series for result in results), *operands])
    return results


def breakdown_names(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Names of (dimension, code) pairs."""
    if not pairs:
        return {}
    wanted: dict[str, list[str]] = {}
    for dimension, code in sorted(pairs):
        wanted.setdefault(dimension, []).append(code)
    either = functools.reduce(operator.or_, (Q(dimension=d, code__in=codes) for d, codes in wanted.items()))
    return {(code.dimension_id, code.code): code.name for code in Code.objects.filter(either)}


def attach_changes(indicators: Iterable[Indicator], at: dt.datetime) -> None:
    """Give each indicator of `attach_latest` the `change` of its newest figure and the `target` ahead; one query."""
    indicators = list(indicators)
    series = [indicator.latest.series_id for indicator in indicators if indicator.latest]
    known: dict[int, list[Observation]] = {}
    for figure in Observation.objects.known_at(at).filter(series__in=series).for_list():
        known.setdefault(figure.series_id, []).append(figure)
    for indicator in indicators:
        others = known.get(indicator.latest.series_id, []) if indicator.latest else []
        indicator.change = last_change(indicator.latest, others) if others else None
        indicator.target = newest_target(indicator.latest, others) if others else None


def age_of_latest(indicator: Indicator) -> float:
    """Sorts indicators read by `attach_latest` by the release of their newest figure, the newest first, none last."""
    return -indicator.latest.release.released_at.timestamp() if indicator.latest else 0.0
