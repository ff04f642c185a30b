"""The identities that figures are checked against, and the intervals in which printed figures may lie.

“91.6 %” is any value that rounds to it, “over 3,000” any value above. Checks compare intervals, so that rounding alone
never fails a check and no qualified value is taken as exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.records.parsing import printed_numbers
from portal.statistics.codes import PERCENT, Basis, CheckKind, CheckRole, Qualifier
from portal.statistics.comparability import ALONG, PART, RATE, TOGETHER, first_obstacle, incomparable
from portal.statistics.models import Check, CheckTerm, Observation

#: The tolerance of “about”, as a share of the value. A convention of this portal.
ABOUT = Decimal("0.1")
INFINITY = Decimal("Infinity")
SIX_PLACES = Decimal("0.000001")


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


@dataclass(frozen=True)
class Outcome:
    """The outcome of one identity for one period. `figure` is the figure checked."""

    key: str
    kind: CheckKind
    figure: Observation
    computed: Decimal
    passed: bool
    operands: list[tuple[CheckRole, Observation]]
    rule: Check | None = None

    @classmethod
    def of_rule(
        cls,
        rule: Check,
        terms: list[CheckTerm],
        figures: list[Observation],
        *,
        computed: Decimal,
        expected: Interval,
        key: str = "",
    ) -> "Outcome":
        """The outcome of a declared check. `figures` are those of the terms; the first is checked."""
        checked = figures[0]
        return cls(
            key or f"{rule.code}:{checked.period_start or ''}:{checked.period_end}",
            CheckKind(rule.kind),
            checked,
            computed,
            Interval.of(checked).meets(expected),
            [(CheckRole(term.role), figure) for term, figure in zip(terms, figures, strict=True)],
            rule,
        )

    @property
    def difference(self) -> Decimal:
        """Stated minus computed."""
        return self.figure.value - self.computed.quantize(SIX_PLACES)


class Figures:
    """The figures to check, by series, oldest first. Only results with a value are compared; targets are plans."""

    def __init__(self, figures: Iterable[Observation]) -> None:
        self.by_series: dict[int, list[Observation]] = defaultdict(list)
        for figure in sorted(figures, key=lambda figure: figure.period_end):
            if figure.is_result:
                self.by_series[figure.series_id].append(figure)

    def together(self, terms: list[CheckTerm]) -> Iterator[list[Observation]]:
        """For each period with figures for all terms: these figures, in the order of the terms."""
        periods = [{(f.period_start, f.period_end): f for f in self.by_series[t.series_id]} for t in terms]
        for period in periods[0] if periods else ():
            if all(period in figures for figures in periods):
                yield [figures[period] for figures in periods]


def _terms(rule: Check, *roles: CheckRole) -> list[CheckTerm]:
    """The terms in these roles; none if one is missing, so that an unfinished check has no outcome."""
    by_role = {term.role: term for term in rule.terms.all()}
    return [by_role[role] for role in roles] if by_role.keys() >= set(roles) else []


def ratio(rule: Check, figures: Figures) -> Iterator[Outcome]:
    """Result = numerator / denominator × scale."""
    terms = _terms(rule, CheckRole.RESULT, CheckRole.NUMERATOR, CheckRole.DENOMINATOR)
    for result, numerator, denominator in figures.together(terms):
        if not denominator.value or Interval.of(denominator).low <= 0:
            continue
        if first_obstacle(result, [numerator, denominator], RATE):
            continue
        yield Outcome.of_rule(
            rule,
            terms,
            [result, numerator, denominator],
            computed=numerator.value / denominator.value * rule.scale,
            expected=Interval.of(numerator).divided_by(Interval.of(denominator), rule.scale),
        )


def total(rule: Check, figures: Figures) -> Iterator[Outcome]:
    """Result = sum of the parts; or, for incomplete parts, at least that sum."""
    terms = _terms(rule, CheckRole.RESULT, CheckRole.PART)[:1]
    terms += [term for term in rule.terms.all() if terms and term.role == CheckRole.PART]
    for result, *parts in figures.together(terms):
        if first_obstacle(result, parts, PART):
            continue
        intervals = [Interval.of(part) for part in parts]
        high = sum(one.high for one in intervals) if rule.complete else INFINITY
        yield Outcome.of_rule(
            rule,
            terms,
            [result, *parts],
            computed=sum(part.value for part in parts),
            expected=Interval(sum(one.low for one in intervals), high),
        )


def agreement(rule: Check, figures: Figures) -> Iterator[Outcome]:
    """Two series state the same fact: their figures of a period are equal."""
    terms = _terms(rule, CheckRole.LEFT, CheckRole.RIGHT)
    for left, right in figures.together(terms):
        if not incomparable(left, right, TOGETHER):
            yield Outcome.of_rule(
                rule, terms, [left, right], computed=right.value, expected=Interval.of(right)
            )


def never_falls(figures: Figures) -> Iterator[Outcome]:
    """A running total is never below an earlier one: since the start, or within the year."""
    for series in figures.by_series.values():
        for earlier, later in pairwise(series):
            basis, is_same_year = (
                later.series.indicator.basis,
                earlier.period_end.year == later.period_end.year,
            )
            if basis != Basis.SINCE_START and not (basis == Basis.YTD and is_same_year):
                continue
            if incomparable(later, earlier, ALONG):
                continue
            yield Outcome(
                f"ytd:{later.series_id}:{later.period_end}",
                CheckKind.YTD,
                later,
                earlier.value,
                Interval.of(later).high >= Interval.of(earlier).low,
                [(CheckRole.RESULT, later), (CheckRole.LEFT, earlier)],
            )


def revised(own: Iterable[Observation], before: dict[tuple, Observation]) -> Iterator[Outcome]:
    """The same figure in two releases has the same value."""
    for figure in own:
        other = before.get(figure.version)
        if other is None or None in {figure.value, other.value} or incomparable(figure, other, TOGETHER):
            continue
        yield Outcome(
            "revision:" + ":".join(map(str, figure.version)),
            CheckKind.REVISION,
            figure,
            other.value,
            Interval.of(figure).meets(Interval.of(other)),
            [(CheckRole.RESULT, figure), (CheckRole.LEFT, other)],
        )


#: The function of each declared kind.
IDENTITIES = {CheckKind.RATIO: ratio, CheckKind.SUM: total, CheckKind.AGREE: agreement}
