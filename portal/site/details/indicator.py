"""Everything public about an indicator at a moment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment
from portal.statistics.figures import IndicatorRow, SeriesRow, indicator_rows, series_rows, with_changes
from portal.statistics.models import CheckResult, Indicator


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
        indicators = Indicator.objects.released(at).with_latest(at).with_updated(at)
        found = get_object_or_404(indicators.for_list(), code=code)
        (row,) = with_changes(indicator_rows([found], at), at)
        commitments = Commitment.objects.known_at(at).with_state(at).with_public_series(at).for_list()
        return cls(
            **vars(row),
            series=series_rows(found, at),
            checks=list(CheckResult.objects.known_at(at).with_figures_of(found).for_list()),
            commitments=list(commitments.filter(series__indicator=found)),
            updated=found.updated,
        )
