"""The intervals in which printed figures may lie.

“91.6 %” is any value that rounds to it, “over 3,000” any value above.
"""

from dataclasses import dataclass
from decimal import Decimal

from portal.records.parsing import printed_numbers
from portal.statistics.codes import PERCENT, Qualifier
from portal.statistics.models import Observation

#: The tolerance of “about”, as a share of the value. A convention of this portal.
ABOUT = Decimal("0.1")
INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, figure: Observation) -> "Interval":
        """The possible values of the figure, from its qualifier and printed precision."""
        size, half = abs(figure.value), rounding(figure) / 2
        match figure.qualifier:
            case Qualifier.OVER | Qualifier.AT_LEAST:
                low, high = size, INFINITY
            case Qualifier.NEARLY:
                low, high = Decimal(0), size
            case Qualifier.ABOUT:
                low, high = size * (1 - ABOUT), size * (1 + ABOUT)
            case _:
                low, high = size - half, size + half
        # Qualifiers are about the size: a fall of over 12 % is a change below -12.
        return cls(low, high) if figure.value >= 0 else cls(-high, -low)

    def divided_by(self, other: "Interval", scale: int) -> "Interval":
        """The quotients times `scale`. The divisor must be positive."""
        low = self.low / (other.low if self.low < 0 else other.high) * scale
        high = self.high / (other.high if self.high < 0 else other.low) * scale
        return Interval(low, high)

    def meets(self, other: "Interval") -> bool:
        """Whether the intervals intersect."""
        return self.low <= other.high and other.low <= self.high


def rounding(figure: Observation) -> Decimal:
    """The rounding step of the printed figure: 0 for a count, 0.1 for 91.6 %, 10,000 for 676万元."""
    for value, step, has_size in printed_numbers(figure.as_printed):
        if value == abs(figure.value):
            is_rounded = has_size or step < 1 or figure.series.indicator.unit_id == PERCENT
            return step if is_rounded else Decimal(0)
    places = figure.series.indicator.decimals
    return Decimal(1).scaleb(-places) if places else Decimal(0)
