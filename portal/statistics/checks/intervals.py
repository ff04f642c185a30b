"""Interval arithmetic for printed figures: “91.6 %” is any value that rounds to it, “over 3,000” any value above.

Checks compare intervals, so that rounding alone never fails a check and no qualified value is taken as exact.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from portal.statistics.codes import Qualifier
from portal.statistics.models import Observation

#: The tolerance of “about”, as a share of the value. A convention of this portal.
ABOUT = Decimal("0.1")
INFINITY = Decimal("Infinity")
MAGNITUDES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
PRINTED = re.compile(r"(\d+(?:\.\d+)?)\s*[余多]?\s*([万亿]?)")


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, figure: Observation) -> "Interval":
        """The possible values of the figure, from its qualifier and printed precision."""
        value = figure.value
        match figure.qualifier:
            case Qualifier.OVER | Qualifier.AT_LEAST:
                return cls(value, INFINITY)
            case Qualifier.NEARLY:
                return cls(Decimal(0), value)
            case Qualifier.ABOUT:
                return cls(value * (1 - ABOUT), value * (1 + ABOUT))
        half = rounding(figure) / 2
        return cls(value - half, value + half)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def divided_by(self, other: "Interval", scale: int) -> "Interval":
        """The quotients times `scale`. The divisor must be positive."""
        high = INFINITY if INFINITY in (self.high, other.low) else self.high / other.low * scale
        low = Decimal(0) if other.high == INFINITY else self.low / other.high * scale
        return Interval(low, high)

    def meets(self, other: "Interval") -> bool:
        """Whether the intervals intersect."""
        return self.low <= other.high and other.low <= self.high


def rounding(figure: Observation) -> Decimal:
    """The rounding step of the printed figure: 0 for a count, 0.1 for 91.6 %, 10,000 for 676万元."""
    for number, magnitude in PRINTED.findall(figure.as_printed):
        if Decimal(number) * MAGNITUDES[magnitude] == figure.value:
            places = len(number.partition(".")[2])
            if places or magnitude or figure.series.indicator.unit_id == "percent":
                return MAGNITUDES[magnitude].scaleb(-places)
            return Decimal(0)
    places = figure.series.indicator.decimals
    return Decimal(1).scaleb(-places) if places else Decimal(0)
