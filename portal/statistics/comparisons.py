"""Figures of one indicator side by side: of several periods, areas or types, each against a base.

Figures that are not comparable with the base stand beside it with the reason, and without a difference.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.statistics.changes import Change
from portal.statistics.codes import Incomparable
from portal.statistics.comparability import EARLIER, PART, Relation
from portal.statistics.models import Observation

FEWEST = 2


class Side(TextChoices):
    """What the figures of a comparison differ in."""

    PERIOD = "period", _("By period")
    AREA = "area", _("By area")
    TYPE = "type", _("By type")


@dataclass(frozen=True)
class Beside:
    """A figure against the base of its comparison."""

    figure: Observation
    base: Observation
    relation: Relation

    @property
    def is_base(self) -> bool:
        return self.figure.pk == self.base.pk

    @property
    def change(self) -> Change:
        """The later of the two against the earlier; of one period, the figure against the base."""
        later, earlier = self.figure, self.base
        if later.period_end < earlier.period_end:
            later, earlier = earlier, later
        return Change(later, earlier, self.relation)

    @property
    def obstacle(self) -> Incomparable | None:
        return None if self.is_base else self.change.obstacle

    @property
    def difference(self) -> Decimal | None:
        """How much more it is than the base; None if it is the base, or not comparable."""
        return None if self.is_base or self.obstacle else self.figure.value - self.base.value


@dataclass(frozen=True)
class Comparison:
    """Figures that differ in one thing; `scope` and `period` name what they have in common, where anything does."""

    side: Side
    scope: str
    period: str
    rows: Sequence[Beside]

    @property
    def is_comparable(self) -> bool:
        """Whether any is comparable with the base."""
        return any(not row.is_base and row.obstacle is None for row in self.rows)

    def name_of(self, row: Beside) -> str:
        """What tells the row apart from the others."""
        series = row.figure.series
        if self.side == Side.PERIOD:
            return row.figure.period.label
        return series.area.label if self.side == Side.AREA else " · ".join(series.breakdown)

    @property
    def named(self) -> list[tuple[str, Beside]]:
        return [(self.name_of(row), row) for row in self.rows]


def comparisons_of(figures: Iterable[Observation], base: int | None = None) -> list[Comparison]:
    """The comparisons among results in force of one indicator: each series over time, then areas and types.

    `base`: the id of a figure to compare with wherever it stands; by default the newest, or else the largest.
    """
    results = [one for one in figures if one.is_result]
    found = [
        _comparison(Side.PERIOD, rows, base, EARLIER)
        for rows in _grouped(results, lambda one: one.series_id)
        if len({(one.period_start, one.period_end) for one in rows}) >= FEWEST
    ]
    found += _newest(Side.AREA, results, base)
    return found + _newest(Side.TYPE, results, base)


def _newest(side: Side, results: Sequence[Observation], base: int | None) -> list[Comparison]:
    """Areas or types in their newest period with two of them, the other being the same."""

    def common(one: Observation) -> tuple:
        series = one.series
        same = series.area_id if side == Side.TYPE else tuple(sorted(series.dimensions.items()))
        return same, one.period_end, str(one.period_start)

    found: dict[object, list[Observation]] = {}
    for rows in _grouped(sorted(results, key=lambda one: one.period_end), common):
        if side == Side.AREA:
            parts = [one for one in rows if one.series.area.kind != "district"]
            rows = parts if len(parts) >= FEWEST else rows  # noqa: PLW2901 - the district never beside its areas
        if len({one.series_id for one in rows}) >= FEWEST:
            found[common(rows[0])[0]] = rows
    return [_comparison(side, rows, base, PART) for rows in found.values()]


def _grouped(results: Iterable[Observation], key: Callable[[Observation], object]) -> list[list[Observation]]:
    groups = defaultdict(list)
    for one in results:
        groups[key(one)].append(one)
    return list(groups.values())


def _comparison(side: Side, rows: Sequence[Observation], base: int | None, relation: Relation) -> Comparison:
    by_time = side == Side.PERIOD
    order = (lambda one: (one.period_end, one.pk)) if by_time else (lambda one: (one.value, -one.pk))
    ordered = sorted(rows, key=order, reverse=True)
    against = next((one for one in ordered if one.pk == base), ordered[0])
    series = ordered[0].series
    scopes = {
        Side.PERIOD: series.scope,
        Side.AREA: " · ".join(series.breakdown),
        Side.TYPE: series.area.label,
    }
    period = "" if by_time else ordered[0].period.label
    return Comparison(side, scopes[side], period, [Beside(one, against, relation) for one in ordered])
