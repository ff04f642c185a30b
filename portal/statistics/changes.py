"""Changes: a figure against the last comparable one of its series."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from portal.statistics.codes import Incomparable, ObservationStatus
from portal.statistics.comparability import EARLIER, Relation, incomparable
from portal.statistics.models import Observation
from portal.statistics.periods import likeness
from portal.web.numbers import exact, is_english, with_unit

ROUGH = (ObservationStatus.ESTIMATED, ObservationStatus.LOW_RELIABILITY)


@dataclass(frozen=True)
class Change:
    """A figure against an earlier one, both results with a value."""

    figure: Observation
    earlier: Observation
    relation: Relation = EARLIER

    @property
    def obstacle(self) -> Incomparable | None:
        """Why they are not comparable: then there is no difference, and they stand side by side."""
        return incomparable(self.figure, self.earlier, self.relation)

    @property
    def difference(self) -> Decimal | None:
        """In the indicator's unit; for a rate in percentage points."""
        return None if self.obstacle else self.figure.value - self.earlier.value

    @property
    def share(self) -> Decimal | None:
        """The difference in per cent of the earlier value, to one decimal; None for rates and for a value of zero."""
        is_rate = self.figure.series.indicator.unit_id == "percent"
        if self.obstacle or is_rate or self.earlier.value <= 0:
            return None
        return (self.difference / self.earlier.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def amount(self) -> str:
        """The size of the difference with its unit, “about” if it is rough: “3 estates”, “1.2 percentage points”."""
        indicator = self.figure.series.indicator
        number = exact(abs(self.difference), indicator.decimals)
        if indicator.unit_id == "percent":
            amount = _("%(number)s percentage points") % {"number": number}
        else:
            amount = with_unit(number, indicator.unit.symbol)
        return f"{_('about')}{' ' if is_english() else ''}{amount}" if self.is_rough else amount

    @property
    def is_rough(self) -> bool:
        """Whether either value is approximate (“about”, “over” …) or estimated, which makes the difference rough."""
        return any(one.qualifier or one.status in ROUGH for one in (self.figure, self.earlier))


def last_change(figure: Observation, others: Iterable[Observation]) -> Change | None:
    """The figure against the last comparable one of its series; the same period a year before is preferred.

    If only the periods are comparable, the change has no difference but an obstacle.
    """
    if not figure.is_result:
        return None
    candidates = [
        (
            incomparable(figure, other, EARLIER) is not None,
            kind,
            -other.period_end.toordinal(),
            other.pk,
            other,
        )
        for other in others
        if other.is_result and (kind := likeness(figure.period, other.period))
    ]
    return Change(figure, min(candidates)[-1]) if candidates else None
