"""Plausibility questions about new figures: a falling running total, or an outlier.

They never refuse a figure: a note answers them.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics import outliers
from portal.statistics.codes import ObservationKind
from portal.statistics.comparison import likeness
from portal.statistics.models import Indicator, Observation
from portal.statistics.periods import Period
from portal.web.numbers import exact


@dataclass(frozen=True)
class Point:
    """A figure at a point in time."""

    start: dt.date | None
    end: dt.date
    value: Decimal


def points_of(figures: Iterable[Observation]) -> list[Point]:
    """The results with a value among the figures."""
    return [
        Point(figure.period_start, figure.period_end, figure.value)
        for figure in figures
        if figure.value is not None and figure.kind == ObservationKind.ACTUAL
    ]


def doubt(basis: str, history: Collection[Point], new: Point) -> str:
    """The question about a new figure, in the active language; empty if it is plausible.

    `history`: figures of the same series in force, of any period and in any order.
    """
    before = sorted((point for point in history if point.end < new.end), key=lambda point: point.end)
    growing = [point for point in before if _grows_from(basis, point, new)]
    if growing and new.value < growing[-1].value:
        return _("Lower than the %(value)s of %(day)s, although it is a running total.") % {
            "value": exact(growing[-1].value.normalize()),
            "day": growing[-1].end.isoformat(),
        }
    return outliers.reason(_alike(basis, before, new), new.value)


def _grows_from(basis: str, point: Point, new: Point) -> bool:
    """Whether the new figure continues that one: the same year to date, or the same running total."""
    if basis == Indicator.Basis.YTD:
        return point.start == new.start
    return basis == Indicator.Basis.SINCE_START


def _alike(basis: str, before: list[Point], new: Point) -> list[Decimal]:
    """Earlier values as comparable to the new one as its best match, oldest first."""
    period = Period(new.start, new.end, basis)
    kinds = [(likeness(period, Period(point.start, point.end, basis)), point.value) for point in before]
    best = min((kind for kind, _value in kinds if kind), default=None)
    return [value for kind, value in kinds if kind and kind == best]
