"""Sums of stated numbers: with the weakest qualifier of their terms, and no digits that a rough term does not have.

“over 310 million” plus “about 20 million” plus 2,079 is “about 330 million”, never 330,002,079.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from portal.records.parsing import printed_numbers
from portal.statistics.codes import Qualifier

#: Qualifiers that give a lower bound.
BELOW = {Qualifier.OVER, Qualifier.AT_LEAST}
ROUNDINGS = {Qualifier.NEARLY: ROUND_CEILING, Qualifier.ABOUT: ROUND_HALF_UP}


@dataclass(frozen=True)
class Term:
    """A stated number that is not negative, with its qualifier and its printed token."""

    value: Decimal
    qualifier: str = ""
    as_printed: str = ""

    @property
    def step(self) -> Decimal:
        """The step of its last digit as printed: 10,000,000 for 3.1亿. Without a token, of its last digit but zeros."""
        for value, step, _has_size in printed_numbers(self.as_printed):
            if value == self.value:
                return step
        return (
            Decimal(1).scaleb(max(self.value.normalize().as_tuple().exponent, 0))
            if self.value
            else Decimal(1)
        )

    @property
    def slack(self) -> Decimal:
        """By how much it may differ from its value because it is printed in 万 or 亿; 0 for a number in full."""
        for value, step, has_size in printed_numbers(self.as_printed):
            if value == self.value and has_size:
                return step / 2
        return Decimal(0)


@dataclass(frozen=True)
class Sum:
    """A computed sum."""

    value: Decimal
    qualifier: str = ""

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Sum":
        """The sum of at least one term. A single term is stated as it is."""
        terms = list(terms)
        total = sum((term.value for term in terms), Decimal(0))
        rough = [term for term in terms if term.qualifier]
        qualifier = weakest({term.qualifier for term in rough})
        if len(terms) == 1 or not rough:
            return cls(total, qualifier)
        step = max(term.step for term in rough)
        rounding = ROUNDINGS.get(qualifier, ROUND_FLOOR)
        return cls((total / step).to_integral_value(rounding) * step, qualifier)

    def get_qualifier_display(self) -> str:
        """As the models have it, for the words before a number."""
        return str(Qualifier(self.qualifier).label) if self.qualifier else ""


def weakest(qualifiers: set[str]) -> str:
    """The qualifier of a sum: a bound only if all rough terms are bounded on the same side, otherwise “about”."""
    if not qualifiers:
        return ""
    if qualifiers <= BELOW:
        return Qualifier.AT_LEAST if len(qualifiers) > 1 else next(iter(qualifiers))
    return Qualifier.NEARLY if qualifiers == {Qualifier.NEARLY} else Qualifier.ABOUT
