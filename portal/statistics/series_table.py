"""An indicator's figures for its page: one table a series, results next to targets, with their versions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from portal.publishing.models.released import Version
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import chart_of
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Observation, Series
from portal.web.numbers import per_cent

#: Versions of figures on one page; beyond it the page points to the data.
MOST_VERSIONS = 2000


@dataclass(frozen=True)
class Comparison:
    """A target and the newest result within its year; no result if none has been released."""

    target: Observation
    actual: Observation | None

    @property
    def share(self) -> Decimal | None:
        """The result in per cent of the target; None if either has no value or both are rates."""
        actual = self.actual.value if self.actual else None
        if actual is None or not self.target.value or self.target.series.indicator.unit_id == "percent":
            return None
        return per_cent(actual, self.target.value)


@dataclass(frozen=True)
class SeriesTable:
    """One series: figures in force, all released versions, targets against results, and the chart."""

    series: Series
    versions: Sequence[Version]

    @property
    def figures(self) -> list[Observation]:
        """Those in force."""
        return [version.record for version in self.versions if version.ended_at is None]

    @property
    def revised(self) -> set[int]:
        """Ids of the figures in force that replaced an earlier version."""
        ended = {version.record.version for version in self.versions if version.ended_at}
        return {figure.pk for figure in self.figures if figure.version in ended}

    @cached_property
    def chart(self) -> Chart | None:
        return chart_of(self.figures, self.revised)

    @property
    def is_revised(self) -> bool:
        """Whether any figure of the series has been superseded or withdrawn."""
        return any(version.ended_at for version in self.versions)

    @property
    def comparisons(self) -> list[Comparison]:
        targets = [figure for figure in self.figures if figure.kind == ObservationKind.TARGET]
        return [Comparison(target, self._result_for(target)) for target in targets]

    def _result_for(self, target: Observation) -> Observation | None:
        results = (
            figure
            for figure in self.figures
            if figure.kind == ObservationKind.ACTUAL
            and figure.period_end.year == target.period_end.year
            and figure.period_end <= target.period_end
        )
        return max(results, key=lambda figure: figure.period_end, default=None)


def series_tables(series: Iterable[Series], at: dt.datetime) -> list[SeriesTable]:
    """A table for each series, with every version released by that time; one query."""
    series = list(series)
    figures = Observation.objects.released(at).filter(series__in=series).for_list()
    versions: dict[int, list[Version]] = {one.pk: [] for one in series}
    later: dict[tuple, Observation] = {}
    # newest version first, so that each version finds the one that followed it
    for figure in figures.order_by("-period_end", "kind", "-released_at")[:MOST_VERSIONS]:
        versions[figure.series_id].append(Version.of(figure, later.get(figure.version), at))
        later[figure.version] = figure
    return [SeriesTable(one, versions[one.pk]) for one in series]
