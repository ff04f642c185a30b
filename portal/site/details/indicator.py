"""Everything public about an indicator at a moment."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Max
from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment
from portal.statistics.figures import IndicatorRow, SeriesRow, indicator_rows, series_rows, with_changes
from portal.statistics.models import CheckResult, Indicator, Observation, Series
from portal.statistics.series_table import SeriesTable, series_tables

#: Versions of figures on one page; beyond it the page points to the data.
MOST_VERSIONS = 2000


@dataclass(frozen=True, kw_only=True)
class IndicatorDetail(IndicatorRow):
    """An indicator with its series, the whole first, the checks of its figures, and the commitments it measures.

    `updated` is when a figure of it was last released.
    """

    series: Sequence[SeriesRow]
    checks: Sequence[CheckResult]
    commitments: Sequence[Commitment]
    updated: dt.datetime

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The one with that code. Raises Http404 before a figure of it was released."""
        found = get_object_or_404(Indicator.objects.released(at).with_latest(at).for_list(), code=code)
        (row,) = with_changes(indicator_rows([found], at), at)
        commitments = Commitment.objects.known_at(at).with_state(at).with_public_series(at).for_list()
        figures = Observation.objects.released(at).filter(series__indicator=found)
        return cls(
            **vars(row),
            series=series_rows(found, at),
            checks=list(CheckResult.objects.known_at(at).with_figures_of(found).for_list()),
            commitments=list(commitments.filter(series__indicator=found)),
            updated=figures.aggregate(newest=Max("released_at"))["newest"],
        )


def tables_of(series: Iterable[Series], at: dt.datetime) -> list[SeriesTable]:
    """A table for each series, with every version that was released by then."""
    series = list(series)
    versions = Observation.objects.released(at).filter(series__in=series).for_list()
    return series_tables(series, versions.order_by("-period_end", "kind", "-released_at")[:MOST_VERSIONS], at)
