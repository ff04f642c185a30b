"""What to ask about a figure as it is entered: it falls where it can only grow, or stands out of its series.

A rule for asking, not for refusing: a note answers it.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics import outliers
from portal.statistics.comparison import likeness
from portal.statistics.models import Indicator, Observation
from portal.statistics.periods import Period
from portal.web.numbers import exact


@dataclass(frozen=True)
class Point:
    """One figure in time."""

    start: dt.date | None
    end: dt.date
    value: Decimal


def points_of(figures: Iterable[Observation]) -> list[Point]:
    """The results among the figures that have a value."""
    return [
        Point(figure.period_start, figure.period_end, figure.value)
        for figure in figures
        if figure.value is not None and figure.kind == Observation.Kind.ACTUAL
    ]


def doubt(basis: str, history: Collection[Point], new: Point) -> str:
    """What to ask about a new figure, in the active language; empty where it is like those before it.

    `history`: figures of the same series in force, of any period and in any order.
    """
    before = sorted((point for point in history if point.end < new.end), key=lambda point: point.end)
    growing = [point for point in before if _grows_from(basis, point, new)]
    if growing and new.value < growing[-1].value:
        return _("Lower than the %(value)s of %(day)s, though it counts on from there.") % {
            "value": exact(growing[-1].value.normalize()),
            "day": growing[-1].end.isoformat(),
        }
    return outliers.of(_alike(basis, before, new), new.value)


def _grows_from(basis: str, point: Point, new: Point) -> bool:
    """Whether the new figure counts on from that one: the same year to date, or since the same start."""
    if basis == Indicator.Basis.YTD:
        return point.start == new.start
    return basis == Indicator.Basis.SINCE_START


def _alike(basis: str, before: list[Point], new: Point) -> list[Decimal]:
    """Earlier values that are like the new one in the same way as the one most like it, oldest first."""
    period = Period(new.start, new.end, basis)
    kinds = [(likeness(period, Period(point.start, point.end, basis)), point.value) for point in before]
    best = min((kind for kind, _value in kinds if kind), default=None)
    return [value for kind, value in kinds if kind and kind == best]
