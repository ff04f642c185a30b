"""Comparable earlier figures, and the change against them.

A year to date compares only with the same days of another year, a month with the same month a year before or the
previous month, a point in time or a running total with any earlier one. Other pairs are never subtracted.
"""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.statistics.codes import ObservationKind, ObservationStatus
from portal.statistics.models import Observation
from portal.statistics.periods import Period

WHOLE = Decimal(100)
ONE_DAY = dt.timedelta(days=1)


class Likeness(enum.IntEnum):
    """How an earlier period compares with a later one; lower is better."""

    SAME_SPAN = 1  # the same days of an earlier year (同比)
    JUST_BEFORE = 2  # equally long, ending the day before (环比)
    EARLIER_STATE = 3  # a point in time, or a running total, at an earlier date


@dataclass(frozen=True)
class Change:
    """A figure against the last comparable one, both results with a value."""

    figure: Observation
    earlier: Observation

    @property
    def difference(self) -> Decimal:
        """In the indicator's unit; for a rate in percentage points."""
        return self.figure.value - self.earlier.value

    @property
    def share(self) -> Decimal | None:
        """The difference in per cent of the earlier value, to one decimal; None for rates and for a value of zero."""
        if self.figure.series.indicator.unit_id == "percent" or self.earlier.value <= 0:
            return None
        return (self.difference / self.earlier.value * WHOLE).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def is_rough(self) -> bool:
        """Whether either value is approximate (“about”, “over” …) or estimated, which makes the difference rough."""
        return any(one.qualifier or one.status in ROUGH for one in (self.figure, self.earlier))


ROUGH = (ObservationStatus.ESTIMATED, ObservationStatus.LOW_RELIABILITY)


def likeness(period: Period, earlier: Period) -> Likeness | None:
    """How the earlier period compares with the later, both of one indicator; None if they are not comparable."""
    if earlier.end >= period.end:
        return None
    if period.start is None or earlier.start is None:
        return Likeness.EARLIER_STATE if period.start is earlier.start is None else None
    if is_same_span(period, earlier):
        return Likeness.SAME_SPAN
    if period.basis == "period" and is_just_before(period, earlier):
        return Likeness.JUST_BEFORE
    return None


def is_same_span(period: Period, earlier: Period) -> bool:
    """Whether both have the same first and last day in different years; 28 and 29 February count as one."""
    years = period.end.year - earlier.end.year
    return (
        years > 0
        and period.start.year - earlier.start.year == years
        and day_of_year(period.start) == day_of_year(earlier.start)
        and day_of_year(period.end) == day_of_year(earlier.end)
    )


def day_of_year(day: dt.date) -> tuple[int, int]:
    """Month and day, with the last day of February as the 29th."""
    is_last_of_february = day.month == 2 and (day + ONE_DAY).month == 3  # noqa: PLR2004 - months
    return (2, 29) if is_last_of_february else (day.month, day.day)


def is_just_before(period: Period, earlier: Period) -> bool:
    """Whether the earlier period ends where the other begins and is equally long: in whole months, or in days."""
    if earlier.end + ONE_DAY != period.start:
        return False
    lengths = whole_months(period), whole_months(earlier)
    if all(lengths):
        return lengths[0] == lengths[1]
    return period.end - period.start == earlier.end - earlier.start


def whole_months(period: Period) -> int:
    """The length in calendar months; 0 unless it starts and ends with a month."""
    after = period.end + ONE_DAY
    if period.start.day != 1 or after.day != 1:
        return 0
    return (after.year - period.start.year) * 12 + after.month - period.start.month


def last_change(figure: Observation, others: Iterable[Observation]) -> Change | None:
    """The figure against the last comparable one of its series; the same period a year before is preferred."""
    alike = [
        (kind, -other.period_end.toordinal(), other.pk, other)
        for other in others
        if is_result(other) and (kind := likeness(figure.period, other.period))
    ]
    if not (is_result(figure) and alike):
        return None
    return Change(figure, min(alike)[-1])


def is_result(figure: Observation) -> bool:
    return figure.kind == ObservationKind.ACTUAL and figure.value is not None


def newest_target(figure: Observation, others: Iterable[Observation]) -> Observation | None:
    """The target that applies to the figure: of the same series, for a period ending in the same year."""
    targets = [
        other
        for other in others
        if other.kind == ObservationKind.TARGET
        and other.value is not None
        and other.period_end.year == figure.period_end.year
        and other.period_end >= figure.period_end
    ]
    return min(targets, key=lambda target: target.period_end, default=None) if is_result(figure) else None
