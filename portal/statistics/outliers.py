"""Outlier detection for new figures.

With a history of at least four values, by their changes: a change is an outlier if it differs from the median change by
more than `DEVIATIONS` times the median absolute deviation (scaled to a normal distribution, Iglewicz and Hoaglin 1993).
With fewer values, or without variation, a value more than `FACTOR` times the last one, or less than that fraction of
it.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _

from portal.web.numbers import exact

ENOUGH = 4
DEVIATIONS = Decimal("3.5")
NORMAL = Decimal("1.4826")
FACTOR = 3


def reason(history: Sequence[Decimal], value: Decimal | None) -> str:
    """Why the value is an outlier in its history (comparable values, oldest first), in words; empty if it is not."""
    if value is None or not history:
        return ""
    changes = [later - earlier for earlier, later in pairwise(history)]
    if len(history) >= ENOUGH:
        usual = median(changes)
        spread = median(abs(change - usual) for change in changes) * NORMAL
        if spread:
            return _far_off(value - history[-1], usual, spread)
    return _many_times(history[-1], value)


def _far_off(change: Decimal, usual: Decimal, spread: Decimal) -> str:
    if abs(change - usual) <= DEVIATIONS * spread:
        return ""
    return _("Changes by %(change)s; the usual change is %(usual)s.") % {
        "change": _signed(change),
        "usual": _signed(usual),
    }


def _many_times(last: Decimal, value: Decimal) -> str:
    if last <= 0 or value < 0 or (last <= value * FACTOR and value <= last * FACTOR):
        return ""
    return _("The last comparable figure is %(last)s: different by a factor of more than %(factor)s.") % {
        "last": exact(last.normalize()),
        "factor": FACTOR,
    }


def _signed(change: Decimal) -> str:
    text = exact(abs(change).normalize())
    return text if not change else f"{'−' if change < 0 else '+'}{text}"
