"""The identities that figures are checked against, and the intervals in which printed figures may lie.

“91.6 %” is any value that rounds to it, “over 3,000” any value above. Checks compare intervals, so that rounding alone
never fails a check and no qualified value is taken as exact.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import add

from portal.statistics.codes import CheckKind, CheckRole, ObservationKind, Qualifier
from portal.statistics.models import Check, CheckTerm, Observation

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


SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Finding:
    """The outcome of one identity for one period. `figure` is the figure checked."""

    key: str
    kind: CheckKind
    figure: Observation
    computed: Decimal
    passed: bool
    operands: list[tuple[CheckRole, Observation]]
    rule: Check | None = None

    @property
    def difference(self) -> Decimal:
        """Stated minus computed."""
        return self.figure.value - self.computed.quantize(SIX_PLACES)


@dataclass
class Figures:
    """The figures to check, by series. Only results are compared; targets are plans."""

    by_series: dict[int, list[Observation]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, figures: Iterable[Observation]) -> "Figures":
        """The results with a value among the figures, oldest first."""
        found = cls()
        for figure in sorted(figures, key=lambda figure: figure.period_end):
            if figure.kind == ObservationKind.ACTUAL and figure.value is not None:
                found.by_series[figure.series_id].append(figure)
        return found

    def together(self, terms: list[CheckTerm]) -> Iterator[list[Observation]]:
        """For each period with figures for all terms: these figures, in the order of the terms."""
        periods = [{(f.period_start, f.period_end): f for f in self.by_series[t.series_id]} for t in terms]
        for period in periods[0] if periods else ():
            if all(period in figures for figures in periods):
                yield [figures[period] for figures in periods]

    def newest_by_year(self, term: CheckTerm) -> dict[int, Observation]:
        """The term's last figure of each year."""
        return {figure.period_end.year: figure for figure in self.by_series[term.series_id]}


def ratio(rule: Check, figures: Figures) -> Iterator[Finding]:
    """Result = numerator / denominator × scale."""
    terms = _terms(rule, CheckRole.RESULT, CheckRole.NUMERATOR, CheckRole.DENOMINATOR)
    for result, numerator, denominator in figures.together(terms):
        if not denominator.value or Interval.of(denominator).low <= 0:
            continue
        expected = Interval.of(numerator).divided_by(Interval.of(denominator), rule.scale)
        yield _declared(
            rule,
            terms,
            [result, numerator, denominator],
            computed=numerator.value / denominator.value * rule.scale,
            passed=Interval.of(result).meets(expected),
        )


def total(rule: Check, figures: Figures) -> Iterator[Finding]:
    """Result = sum of the parts; or, for incomplete parts, at least that sum."""
    terms = [*_terms(rule, CheckRole.RESULT), *(t for t in rule.terms.all() if t.role == CheckRole.PART)]
    for result, *parts in figures.together(terms):
        expected = reduce(add, map(Interval.of, parts))
        if not rule.complete:
            expected = Interval(expected.low, Decimal("Infinity"))
        yield _declared(
            rule,
            terms,
            [result, *parts],
            computed=sum(part.value for part in parts),
            passed=Interval.of(result).meets(expected),
        )


def agreement(rule: Check, figures: Figures) -> Iterator[Finding]:
    """Two series state the same fact: their last figures of a year are equal."""
    terms = _terms(rule, CheckRole.LEFT, CheckRole.RIGHT)
    if len(terms) < len((CheckRole.LEFT, CheckRole.RIGHT)):
        return
    left, right = map(figures.newest_by_year, terms)
    for year in left.keys() & right.keys():
        pair = [left[year], right[year]]
        yield _declared(
            rule,
            terms,
            pair,
            key=f"{rule.code}:{year}",
            computed=pair[1].value,
            passed=Interval.of(pair[0]).meets(Interval.of(pair[1])),
        )


def never_falls(figures: Figures) -> Iterator[Finding]:
    """A year-to-date figure is never below an earlier one of the same year."""
    for series in figures.by_series.values():
        for earlier, later in pairwise(series):
            if later.series.indicator.basis != "ytd" or earlier.period_end.year != later.period_end.year:
                continue
            yield Finding(
                f"ytd:{later.series_id}:{later.period_end}",
                CheckKind.YTD,
                later,
                earlier.value,
                Interval.of(later).high >= Interval.of(earlier).low,
                [(CheckRole.RESULT, later), (CheckRole.LEFT, earlier)],
            )


def revised(own: Iterable[Observation], before: dict[tuple, Observation]) -> Iterator[Finding]:
    """The same figure in two releases has the same value."""
    for figure in own:
        other = before.get(figure.version)
        if other is None or figure.value is None or other.value is None:
            continue
        yield Finding(
            "revision:" + ":".join(map(str, figure.version)),
            CheckKind.REVISION,
            figure,
            other.value,
            Interval.of(figure).meets(Interval.of(other)),
            [(CheckRole.RESULT, figure), (CheckRole.LEFT, other)],
        )


#: The function of each declared kind.
IDENTITIES = {CheckKind.RATIO: ratio, CheckKind.SUM: total, CheckKind.AGREE: agreement}


def _terms(rule: Check, *roles: CheckRole) -> list[CheckTerm]:
    by_role = {term.role: term for term in rule.terms.all()}
    return [by_role[role] for role in roles if role in by_role]


def _declared(
    rule: Check,
    terms: list[CheckTerm],
    operands: list[Observation],
    *,
    computed: Decimal,
    passed: bool,
    key: str = "",
) -> Finding:
    checked = operands[0]
    return Finding(
        key or f"{rule.code}:{checked.period_start or ''}:{checked.period_end}",
        CheckKind(rule.kind),
        checked,
        computed,
        passed,
        [(CheckRole(term.role), figure) for term, figure in zip(terms, operands, strict=True)],
        rule,
    )
