"""The figures of an indicator as its page shows them: a table a series, results beside targets, versions in line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portal.publishing.models import Release
from portal.statistics.charts.chart import Chart
from portal.statistics.figures import attach_breakdowns
from portal.statistics.models import Observation, Series
from portal.web.numbers import per_cent


@dataclass(frozen=True)
class Comparison:
    """A target and the newest result within its year; no result where none has been released."""

    target: Observation
    actual: Observation | None

    @property
    def share(self) -> Decimal | None:
        """The result in per cent of the target; None where either has no value or both are rates."""
        actual = self.actual.value if self.actual else None
        if actual is None or not self.target.value or self.target.series.indicator.unit_id == "percent":
            return None
        return per_cent(actual, self.target.value)


@dataclass(frozen=True)
class Version:
    """One released version of a figure: in force, replaced by a later release, or withdrawn with its own."""

    figure: Observation
    ended_at: dt.datetime | None = None
    successor: Release | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and self.successor is None


@dataclass
class SeriesTable:
    """One series: figures in force, every released version of them, targets against results, and their chart."""

    series: Series
    versions: list[Version] = field(default_factory=list)
    chart: Chart | None = None

    @property
    def figures(self) -> list[Observation]:
        """Those in force."""
        return [version.figure for version in self.versions if version.ended_at is None]

    @property
    def is_revised(self) -> bool:
        """Whether any figure of the series has been replaced or withdrawn."""
        return any(version.ended_at for version in self.versions)

    @property
    def comparisons(self) -> list[Comparison]:
        targets = [figure for figure in self.figures if figure.kind == Observation.Kind.TARGET]
        return [Comparison(target, self._result_for(target)) for target in targets]

    def _result_for(self, target: Observation) -> Observation | None:
        results = (
            figure
            for figure in self.figures
            if figure.kind == Observation.Kind.ACTUAL
            and figure.period_end.year == target.period_end.year
            and figure.period_end <= target.period_end
        )
        return max(results, key=lambda figure: figure.period_end, default=None)


def series_tables(series: list[Series], figures: Iterable[Observation], at: dt.datetime) -> list[SeriesTable]:
    """A table for each series. `figures` are all their versions released by then, newest first within a figure."""
    tables = {one.pk: SeriesTable(one) for one in series}
    attach_breakdowns(series)
    later: dict[tuple, Observation] = {}
    for figure in figures:
        key = (figure.series_id, figure.period_start, figure.period_end, figure.kind)
        tables[figure.series_id].versions.append(version_of(figure, later.get(key), at))
        later[key] = figure
    return list(tables.values())


def version_of(figure: Observation, later: Observation | None, at: dt.datetime) -> Version:
    """What became of a figure by then, given the version that came after it."""
    ended_at = figure.superseded_by(at)
    replaced = ended_at is not None and later is not None and later.released_at == ended_at
    return Version(figure, ended_at, later.release if replaced else None)
