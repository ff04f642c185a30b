"""Comparability: whether two figures may be set against each other, and if not why.

Shares, changes, targets, parts of a whole, axes of charts and checks all ask `incomparable` first. Figures that are not
comparable are shown side by side with the reason, without a difference, a percentage or a common axis. (ESS quality
criterion “comparability”; SDMX CL_OBS_STATUS B, break in time series.)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.statistics.codes import Basis, Incomparable
from portal.statistics.models import Observation
from portal.statistics.periods import Period, likeness


@dataclass(frozen=True)
class Relation:
    """How two figures are set against each other: which periods fit, and whether unit and area must be the same."""

    periods: Callable[[Period, Period], bool]
    same_unit: bool = True
    same_area: bool = True


def _any_periods(_period: Period, _other: Period) -> bool:
    return True


def _same_days(period: Period, other: Period) -> bool:
    return (period.start, period.end) == (other.start, other.end)


def _towards(period: Period, target: Period) -> bool:
    """Whether a result of the period counts towards a target: in the target's year, and from its first day on."""
    begins = period.start == target.start or period.basis != Basis.PERIOD
    return begins and period.year == target.year and period.end <= target.end


#: A figure against an earlier one (同比, 环比).
EARLIER = Relation(lambda period, earlier: likeness(period, earlier) is not None)
#: Figures of one series on a common axis, or one running total after another.
ALONG = Relation(_any_periods)
#: A result against its target.
TARGET = Relation(_towards)
#: Two statements of the same fact.
TOGETHER = Relation(_same_days)
#: Parts and their whole, or the rows of a breakdown.
PART = Relation(_same_days, same_area=False)
#: The terms of a rate.
RATE = Relation(_same_days, same_unit=False, same_area=False)


def incomparable(figure: Observation, other: Observation, relation: Relation) -> Incomparable | None:
    """Why the two figures must not be set against each other; None if they may.

    What two indicators have in common is declared by whoever relates them; within one indicator a figure says itself
    that it differs, and the indicator names the day of a break.
    """
    one, two = figure.series.indicator, other.series.indicator
    if relation.same_unit and one.unit_id != two.unit_id:
        return Incomparable.UNIT
    if declared := figure.not_comparable or other.not_comparable:
        return Incomparable(declared)
    if one.code == two.code and _side_of_break(figure) != _side_of_break(other):
        return Incomparable.DEFINITION
    if relation.same_area and _coverage(figure) != _coverage(other):
        return Incomparable.COVERAGE
    return None if relation.periods(figure.period, other.period) else Incomparable.PERIOD


def _coverage(figure: Observation) -> tuple:
    """Its area, and on which side of each day on which that area took in another its period begins and ends."""
    area, first = figure.series.area, figure.period_start or figure.period_end
    return (area.code, *((first >= day, figure.period_end >= day) for day in area.breaks))


def _side_of_break(figure: Observation) -> tuple[bool, bool]:
    """Whether its first and its last day lie after the day from which the indicator is not comparable with before."""
    day = figure.series.indicator.comparable_from
    first = figure.period_start or figure.period_end
    return (day is not None and first >= day, day is not None and figure.period_end >= day)


def why_not(reason: Incomparable) -> str:
    """“not comparable: different definition”"""
    return _("not comparable: %(reason)s") % {"reason": reason.label}


def set_apart(
    figures: Iterable[Observation], relation: Relation
) -> tuple[list[Observation], list[tuple[Observation, Incomparable]]]:
    """The figures comparable with the newest of those that are as defined, and the others, each with its reason.

    The order stays. A series in which every figure differs has nothing to compare.
    """
    figures = list(figures)
    plain = [one for one in figures if not one.not_comparable]
    newest = max(plain, key=lambda one: (one.is_result, one.period_end), default=None)
    together: list[Observation] = []
    apart: list[tuple[Observation, Incomparable]] = []
    for one in figures:
        reason = incomparable(newest, one, relation) if newest else Incomparable(one.not_comparable)
        if reason:
            apart.append((one, reason))
        else:
            together.append(one)
    return together, apart


def first_obstacle(
    figure: Observation, others: Sequence[Observation], relation: Relation
) -> Incomparable | None:
    """Why the figure is not comparable with some of the others; None if it is with all of them."""
    return next(filter(None, (incomparable(figure, other, relation) for other in others)), None)
