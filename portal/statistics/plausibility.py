"""Plausibility of new figures: outliers in their series, and running totals that fall.

A warning never refuses a figure: a note answers it.

With a history of at least four values, outliers are found by their changes: a change is an outlier if it differs from
the median change by more than `DEVIATIONS` times the median absolute deviation (scaled to a normal distribution,
Iglewicz and Hoaglin 1993). With fewer values, or without variation, an outlier is a value more than `FACTOR` times the
last one, or less than that fraction of it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from portal.statistics.codes import RUNNING
from portal.statistics.periods import Period, likeness
from portal.web.numbers import exact

ENOUGH = 4
DEVIATIONS = Decimal("3.5")
NORMAL = Decimal("1.4826")
FACTOR = 3

#: Results of one series, each with its period.
History = Iterable[tuple[Period, Decimal]]


def plausibility_warning(period: Period, value: Decimal, history: History) -> str:
    """Why a new figure looks wrong, in the active language; empty if it is plausible.

    `history`: results of the same series in force, of any period and in any order.
    """
    before = sorted((one for one in history if one[0].end < period.end), key=lambda one: one[0].end)
    growing = [one for one in before if period.basis in RUNNING and one[0].start == period.start]
    if growing and value < growing[-1][1]:
        return _("Lower than the %(value)s of %(day)s, although it is a running total.") % {
            "value": exact(growing[-1][1].normalize()),
            "day": growing[-1][0].end.isoformat(),
        }
    return outlier_reason(comparable_values(period, before), value)


def comparable_values(period: Period, history: History) -> list[Decimal]:
    """The values that compare with the period as its best match does, in the given order."""
    kinds = [(likeness(period, one), value) for one, value in history]
    best = min((kind for kind, _value in kinds if kind), default=None)
    return [value for kind, value in kinds if kind and kind == best]


def outlier_reason(history: Sequence[Decimal], value: Decimal | None) -> str:
    """Why the value is an outlier in its history (comparable values, oldest first), in words; empty if it is not."""
    if value is None or not history:
        return ""
    last = history[-1]
    if len(history) >= ENOUGH:
        changes = [later - earlier for earlier, later in pairwise(history)]
        usual = median(changes)
        if spread := median(abs(change - usual) for change in changes) * NORMAL:
            if abs(value - last - usual) <= DEVIATIONS * spread:
                return ""
            names = {"change": _signed(value - last), "usual": _signed(usual)}
            return _("Changes by %(change)s; the usual change is %(usual)s.") % names
    if last <= 0 or value < 0 or (last <= value * FACTOR and value <= last * FACTOR):
        return ""
    return _("The last comparable figure is %(last)s: different by a factor of more than %(factor)s.") % {
        "last": exact(last.normalize()),
        "factor": FACTOR,
    }


def _signed(change: Decimal) -> str:
    text = exact(abs(change).normalize())
    return text if not change else f"{'−' if change < 0 else '+'}{text}"
