"""The identities that figures are checked against.

Checks compare the intervals in which figures may lie, so that rounding alone never fails a check and no qualified value
is taken as exact. What fails is a contradiction only if it fails under every reading; otherwise it is doubtful.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.publishing.printed import CheckState
from portal.records.parsing import unlike_printed
from portal.statistics.codes import RUNNING, CheckKind, CheckRole, Doubt, Incomparable, ObservationStatus
from portal.statistics.comparability import ALONG, PART, RATE, TOGETHER, first_obstacle, incomparable
from portal.statistics.intervals import INFINITY, Interval
from portal.statistics.models import Check, CheckTerm, Observation
from portal.statistics.named_things import Named

SIX_PLACES = Decimal("0.000001")
#: Statuses of figures that cannot contradict others, because they may not be what was meant.
UNSURE = (ObservationStatus.ESTIMATED, ObservationStatus.LOW_RELIABILITY)


@dataclass(frozen=True)
class Outcome:
    """The outcome of one identity for one period. `figure` is the figure checked.

    `doubt` is why a failure of this kind is never a contradiction. `named`: the codes of the things counted.
    """

    key: str
    kind: CheckKind
    figure: Observation
    computed: Decimal
    passed: bool
    operands: list[tuple[CheckRole, Observation]]
    rule: Check | None = None
    kind_of_doubt: Doubt | None = None
    named: tuple[str, ...] = ()

    @classmethod
    def of_rule(
        cls,
        rule: Check,
        terms: list[CheckTerm],
        figures: list[Observation],
        *,
        computed: Decimal,
        expected: Interval,
    ) -> "Outcome":
        """The outcome of a declared check. `figures` are those of the terms; the first is checked."""
        return cls(
            key_of(rule, figures[0]),
            CheckKind(rule.kind),
            figures[0],
            computed,
            Interval.of(figures[0]).meets(expected),
            with_roles(terms, figures),
            rule,
        )

    @property
    def difference(self) -> Decimal | None:
        """Stated minus computed; None where the two are not in one unit."""
        if self.kind in (CheckKind.UNIT, CheckKind.RANGE):
            return None
        return self.figure.value - self.computed.quantize(SIX_PLACES)

    @property
    def doubt(self) -> Doubt | None:
        """Why a failed identity is doubtful; None if it holds, or fails under every reading."""
        if self.passed:
            return None
        if self.kind_of_doubt:
            return self.kind_of_doubt
        if self.rule and (self.rule.reading_zh or self.rule.reading_en):
            return Doubt.READING
        unsure = any(figure.status in UNSURE for _role, figure in self.operands)
        return Doubt.RELIABILITY if unsure and self.kind != CheckKind.PRINTED else None

    @property
    def state(self) -> CheckState:
        if self.passed:
            return CheckState.HOLDS
        return CheckState.DOUBTFUL if self.doubt else CheckState.CONTRADICTION


def key_of(rule: Check, figure: Observation) -> str:
    """The key of a declared check for the period of the figure."""
    return f"{rule.code}:{figure.period_start or ''}:{figure.period_end}"


def with_roles(terms: list[CheckTerm], figures: list[Observation]) -> list[tuple[CheckRole, Observation]]:
    """The figures with the roles of their terms."""
    return [(CheckRole(term.role), figure) for term, figure in zip(terms, figures, strict=True)]


class Figures:
    """The figures to check, by series, oldest first. Only results with a value are compared; targets are plans."""

    def __init__(self, figures: Iterable[Observation]) -> None:
        self.by_series: dict[int, list[Observation]] = defaultdict(list)
        for figure in sorted(figures, key=lambda figure: figure.period_end):
            if figure.is_result:
                self.by_series[figure.series_id].append(figure)

    def __iter__(self) -> Iterator[Observation]:
        return (figure for series in self.by_series.values() for figure in series)

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
    """Two series state the same fact: their figures of one period are equal, in one unit.

    In different units they are never compared: 375 persons are not 375 person-times.
    """
    terms = _terms(rule, CheckRole.LEFT, CheckRole.RIGHT)
    newest = [figures.by_series[term.series_id][-1:] for term in terms]
    if not all(newest):
        return
    (left,), (right,) = newest
    if incomparable(left, right, TOGETHER) == Incomparable.UNIT:
        yield from different_units(rule, terms, figures)
        return
    for one, other in figures.together(terms):
        if not incomparable(one, other, TOGETHER):
            yield Outcome.of_rule(
                rule, terms, [one, other], computed=other.value, expected=Interval.of(other)
            )


def different_units(rule: Check, terms: list[CheckTerm], figures: Figures) -> Iterator[Outcome]:
    """Figures said to be the same of one year, in different units: doubtful, whatever their values."""
    left_by_year, right_by_year = (
        {figure.period_end.year: figure for figure in figures.by_series[term.series_id]} for term in terms
    )
    for year in sorted(left_by_year.keys() & right_by_year.keys()):
        pair = [left_by_year[year], right_by_year[year]]
        yield Outcome(
            f"{rule.code}:{year}",
            CheckKind.UNIT,
            pair[0],
            pair[1].value,
            passed=False,
            operands=with_roles(terms, pair),
            rule=rule,
            kind_of_doubt=Doubt.UNITS,
        )


def plausible(rule: Check, figures: Figures) -> Iterator[Outcome]:
    """Numerator / denominator × scale lies in the range declared as usual. Outside it is never a contradiction."""
    terms = _terms(rule, CheckRole.NUMERATOR, CheckRole.DENOMINATOR)
    low = Decimal(0) if rule.low is None else rule.low
    usual = Interval(low, INFINITY if rule.high is None else rule.high)
    for pair in figures.together(terms):
        above, below = pair
        if not below.value or Interval.of(below).low <= 0 or incomparable(above, below, RATE):
            continue
        possible = Interval.of(above).divided_by(Interval.of(below), rule.scale)
        yield Outcome(
            key_of(rule, above),
            CheckKind.RANGE,
            above,
            above.value / below.value * rule.scale,
            passed=possible.meets(usual),
            operands=with_roles(terms, pair),
            rule=rule,
            kind_of_doubt=Doubt.RANGE,
        )


def named_things(rule: Check, stated: Iterable[Observation], named: Named) -> Iterator[Outcome]:
    """The document names as many things as it says there are. If it names fewer, it may have left some out."""
    term = next((term for term in rule.terms.all() if term.role == CheckRole.RESULT), None)
    for figure in stated:
        is_of_year = named.year in (None, figure.period_end.year)
        if term is None or figure.series_id != term.series_id or figure.value is None or not is_of_year:
            continue
        number, possible = Decimal(len(named.things)), Interval.of(figure)
        yield Outcome(
            key_of(rule, figure),
            CheckKind.COUNT,
            figure,
            number,
            passed=possible.meets(Interval(number, number)),
            operands=[(CheckRole.RESULT, figure)],
            rule=rule,
            kind_of_doubt=Doubt.NAMED if number < possible.low else None,
            named=tuple(sorted(named.things)),
        )


def within_denominator(figures: Figures) -> Iterator[Outcome]:
    """A count is no larger than the denominator declared for it, of the same area, breakdown, unit and period."""
    stated: dict[tuple, list[Observation]] = defaultdict(list)
    for figure in figures:
        stated[figure.series.indicator_id, figure.series.area_id, figure.period_end].append(figure)
    for part in figures:
        denominator = part.series.indicator.denominator_id
        for whole in stated[denominator, part.series.area_id, part.period_end] if denominator else ():
            if is_whole_of(whole, part):
                yield Outcome(
                    f"part:{part.series_id}:{part.period_start or ''}:{part.period_end}",
                    CheckKind.PART,
                    part,
                    whole.value,
                    Interval.of(part).low <= Interval.of(whole).high,
                    [(CheckRole.PART, part), (CheckRole.WHOLE, whole)],
                )


def is_whole_of(whole: Observation, part: Observation) -> bool:
    """Whether two figures of one area are comparable, and the part's breakdown is that of the whole or finer."""
    return whole.series.dimensions.items() <= part.series.dimensions.items() and not incomparable(
        part, whole, PART
    )


def never_falls(figures: Figures) -> Iterator[Outcome]:
    """A running total is never below an earlier one with the same first day, or with none."""
    for series in figures.by_series.values():
        runs: dict[object, list[Observation]] = defaultdict(list)
        for figure in series:
            if figure.series.indicator.basis in RUNNING:
                runs[figure.period_start].append(figure)
        for earlier, later in (pair for run in runs.values() for pair in pairwise(run)):
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


def differing_from_print(
    own: Iterable[Observation], corrected: dict[tuple, Observation]
) -> Iterator[Outcome]:
    """A value is a number of the token printed. A reading marked as uncertain says itself that it may not be.

    `corrected`: the figures that a correction replaces. Another value than was printed is what it is for.
    """
    for figure in own:
        if figure.value is None or figure.status == ObservationStatus.LOW_RELIABILITY:
            continue
        before = corrected.get(figure.version)
        if before and before.value != figure.value:
            continue
        if printed := unlike_printed(figure.value, figure.as_printed):
            yield Outcome(
                "printed:" + ":".join(map(str, figure.version)),
                CheckKind.PRINTED,
                figure,
                min(printed, key=lambda number: abs(number - abs(figure.value))),
                passed=False,
                operands=[(CheckRole.RESULT, figure)],
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


#: The function of each declared kind that compares figures with figures.
IDENTITIES = {
    CheckKind.RATIO: ratio,
    CheckKind.SUM: total,
    CheckKind.AGREE: agreement,
    CheckKind.RANGE: plausible,
}
