"""Small counts: which counts that must not be published the readers of a release could work out, and how.

Readers combine every figure that is public together: by declared checks, by running totals (November less October), by
areas within areas. `portal.statistics.disclosure` finds what follows; here is what it follows from.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.publishing.models import Release
from portal.records.cell_errors import named
from portal.statistics.codes import RUNNING, Basis, CheckKind, CheckRole, ObservationKind, ObservationStatus
from portal.statistics.comparability import ALONG, PART, RATE, TOGETHER, Relation, first_obstacle
from portal.statistics.disclosure import (
    Bounds,
    Exposure,
    Identity,
    Limit,
    at_most,
    connected,
    exposures,
    further_suppressions,
    rate,
    total,
)
from portal.statistics.intervals import Interval
from portal.statistics.models import Check, CheckTerm, Observation, Series
from portal.statistics.models.observation import ObservationQuerySet
from portal.statistics.periods import ONE_DAY, Period
from portal.web.numbers import exact

#: A count: its series, and its first and last day.
Count = tuple[int, dt.date | None, dt.date]


@dataclass(frozen=True)
class GivenAway:
    """A count that readers could work out: its name, the sum that gives it, and the figures to suppress as well.

    `also` is None where no further suppression in the release prevents it.
    """

    count: str
    how: str
    smallest: int
    also: list[str] | None

    def __str__(self) -> str:
        words = _("%(count)s can be worked out (%(how)s), although counts below %(smallest)d must not.")
        advice = _("Leave out the figures of this release from which it follows.")
        if self.also is not None:
            advice = _("Suppress as well: %(also)s.") % {"also": named(self.also)}
        return f"{words % {'count': self.count, 'how': self.how, 'smallest': self.smallest}} {advice}"


def given_away(release: Release) -> list[GivenAway]:
    """What the release would give away that is not public yet; a fixed number of queries for any number of figures."""
    own = list(_results().filter(release=release))
    series = _reach({figure.series_id for figure in own}) if own else {}
    if not any(one.indicator.smallest_count for one in series.values()):
        return []
    rules = Check.objects.filter(terms__series__in=set(series)).distinct().prefetch_related("terms")
    known = _Known(series, own, _standing(release, own, series))
    identities = [
        *known.of_rules(rules),
        *known.of_running_totals(),
        *known.of_denominators(),
        *known.of_areas(),
    ]
    touched = connected([_count(figure) for figure in own], identities)
    smallest = {cell: least for cell, least in known.smallest.items() if cell in touched}
    found = exposures(known.published, smallest, identities, known.public)
    if not found:
        return []
    candidates = {
        _count(figure): figure.series.indicator.smallest_count or 1
        for figure in own
        if figure.value is not None
    }
    also = further_suppressions(known.published, smallest, identities, candidates, known.public)
    names = None if also is None else [known.name(cell) for cell in also]
    return [GivenAway(known.name(one.cell), known.how(one), smallest[one.cell], names) for one in found]


def _results() -> ObservationQuerySet:
    rows = Observation.objects.filter(kind=ObservationKind.ACTUAL)
    return rows.select_related("series__indicator__unit", "series__area").order_by("period_end", "id")


def _reach(series: set[int]) -> dict[int, Series]:
    """The series connected with these: by checks and, of counts to protect, as areas and denominators."""
    while True:
        terms = CheckTerm.objects.filter(check_rule__terms__series__in=series)
        wider = series.union(terms.values_list("series_id", flat=True))
        protected = Series.objects.filter(pk__in=wider, indicator__smallest_count__gt=0)
        indicators = protected.values("indicator")
        areas = Q(indicator__in=indicators)
        parts = Q(indicator__denominator__in=indicators) | Q(indicator__numerators__in=indicators)
        related = Series.objects.filter(areas | parts & Q(area__series__in=wider)).order_by()
        wider = wider.union(related.values_list("pk", flat=True).distinct())
        if wider == series:
            break
        series = wider
    return Series.objects.select_related("indicator__unit", "area").in_bulk(series)


def _standing(release: Release, own: list[Observation], series: dict[int, Series]) -> list[Observation]:
    """The figures of these series in force now or later that can be combined with those of the release.

    They are of the same last days or, of a running total, of the published days before and after.
    """
    standing = _results().in_force_from(timezone.now()).exclude(release=release)
    own_ends = {figure.period_end for figure in own}
    ends = set(own_ends)
    running = {figure.series_id for figure in own if series[figure.series_id].indicator.basis in RUNNING}
    lines: dict[tuple, list[Observation]] = defaultdict(list)
    for figure in [*own, *standing.filter(series__in=running)]:
        lines[figure.series_id, figure.period_start].append(figure)
    for line in lines.values():
        line.sort(key=lambda figure: figure.period_end)
        for direction in (line, line[::-1]):
            ends.update(_ends_beside(direction, own_ends))
    return list(standing.filter(series__in=series, period_end__in=ends))


def _ends_beside(line: Iterable[Observation], ends: set[dt.date]) -> Iterator[dt.date]:
    """The last days of the figures that follow these ends, up to the first with a value."""
    follows = False
    for figure in line:
        if figure.period_end in ends:
            follows = True
        elif follows:
            yield figure.period_end
            follows = figure.value is None


class _Known:
    """What readers know once the release is public: the values of counts, and which counts are kept from them."""

    def __init__(
        self, series: dict[int, Series], own: list[Observation], standing: list[Observation]
    ) -> None:
        self.series = series
        standing, now = sorted(standing, key=lambda figure: figure.released_at), timezone.now()
        self.embargoed = {_count(figure) for figure in standing if figure.is_under_embargo(now)}
        before = {_count(figure): figure for figure in standing}
        self.figures = before | {_count(figure): figure for figure in own}
        self.public = {cell: _bounds(one) for cell, one in before.items() if one.value is not None}
        self.published = {cell: _bounds(one) for cell, one in self.figures.items() if one.value is not None}
        self.smallest: dict[Count, int] = {}
        self.increases: set[Count] = set()
        for cell, figure in self.figures.items():
            if figure.status == ObservationStatus.SUPPRESSED:
                self._hide(cell)

    def _hide(self, *cells: Count) -> None:
        """Counts without a published value are to stay unknown, if their indicators have a smallest count."""
        for cell in cells:
            least = self.series[cell[0]].indicator.smallest_count
            if least and cell not in self.published:
                self.smallest[cell] = least

    def name(self, cell: Count) -> str:
        series, start, end = cell
        indicator = self.series[series].indicator
        label = indicator.period(start, end).label
        if cell in self.increases:
            label = _("increase over %(period)s") % {"period": Period(start, end, Basis.PERIOD).label}
        return f"{self.series[series]} · {label}"

    def how(self, exposure: Exposure) -> str:
        """The sums that give the count: “60 − 35 − 22 = 3”, “≤ 41 − 35 = 6”. Figures under embargo are not told."""
        low, high = exposure.limits
        if self.embargoed.intersection(cell for cell, *_term in (*low.terms, *high.terms)):
            return str(_("from figures that are not public yet"))
        if sorted(low.terms, key=repr) == sorted(high.terms, key=repr):
            return _formula(high)
        shown = [f"≥ {_formula(low)}"] if exposure.low > 1 and low.terms else []
        return str(_(", ")).join([*shown, f"≤ {_formula(high)}"])

    def of_rules(self, rules: Iterable[Check]) -> Iterator[Identity]:
        """The identities of declared checks, for every period of one of their figures."""
        periods: dict[int, set[tuple]] = defaultdict(set)
        for series, *period in self.figures:
            periods[series].add(tuple(period))
        for rule in rules:
            terms = list(rule.terms.all())
            for period in sorted(set().union(*(periods[term.series_id] for term in terms)), key=str):
                cells: dict[str, list[Count]] = defaultdict(list)
                for term in terms:
                    cells[term.role].append((term.series_id, *period))
                yield from self._of_rule(rule, cells)

    def _of_rule(self, rule: Check, cells: dict[str, list[Count]]) -> Iterator[Identity]:
        whole, parts = cells[CheckRole.RESULT][:1], cells[CheckRole.PART]
        if rule.kind == CheckKind.SUM and whole and parts and self._compare(PART, *whole, *parts):
            if rule.complete:
                self._hide(*whole, *parts)
            yield _sum(whole[0], parts, is_complete=rule.complete)
        elif rule.kind == CheckKind.RATIO and whole and whole[0] in self.figures:
            figure = self.figures[whole[0]]
            counts = cells[CheckRole.NUMERATOR], cells[CheckRole.DENOMINATOR]
            if (
                figure.value is not None
                and all(counts)
                and self._compare(RATE, *whole, *counts[0], *counts[1])
            ):
                (numerator,), (denominator,) = counts
                self._hide(numerator, denominator)
                low, high = (end / rule.scale for end in _bounds(figure))
                yield from rate(numerator, denominator, max(low, 0), high)
        elif rule.kind == CheckKind.AGREE:
            pair = [*cells[CheckRole.LEFT], *cells[CheckRole.RIGHT]]
            if self._compare(TOGETHER, *pair) and len({self._unit(cell) for cell in pair}) == 1:
                yield total(pair[0], pair[1:])

    def _compare(self, relation: Relation, *cells: Count) -> bool:
        """Whether the figures among the cells are comparable."""
        figures = [self.figures[cell] for cell in cells if cell in self.figures]
        return not (figures and first_obstacle(figures[0], figures[1:], relation))

    def _unit(self, cell: Count) -> str:
        return self.series[cell[0]].indicator.unit_id

    def of_running_totals(self) -> Iterator[Identity]:
        """The increase from each figure of a running total to the next is a count too."""
        lines: dict[tuple, list[Count]] = defaultdict(list)
        for cell in self.figures:
            if self.series[cell[0]].indicator.basis in RUNNING:
                lines[cell[:2]].append(cell)
        for line in lines.values():
            for earlier, later in pairwise(sorted(line, key=lambda cell: cell[2])):
                if not self._compare(ALONG, later, earlier):
                    continue
                increase = (later[0], earlier[2] + ONE_DAY, later[2])
                self._hide(increase)
                self.increases.add(increase)
                yield total(later, [earlier, increase])

    def of_denominators(self) -> Iterator[Identity]:
        """A part is no larger than the whole that is declared as its denominator."""
        wholes: dict[tuple, list[Count]] = defaultdict(list)
        for cell in self.figures:
            series = self.series[cell[0]]
            wholes[series.indicator_id, series.area_id, *cell[1:]].append(cell)
        for cell in self.figures:
            series = self.series[cell[0]]
            for whole in wholes.get((series.indicator.denominator_id, series.area_id, *cell[1:]), ()):
                is_finer = self.series[whole[0]].dimensions.items() <= series.dimensions.items()
                if is_finer and self._unit(whole) == self._unit(cell) and self._compare(PART, whole, cell):
                    yield at_most(cell, whole)

    def of_areas(self) -> Iterator[Identity]:
        """Areas within an area do not exceed it. Whether they make it up, a check declares."""
        groups: dict[tuple, dict[int, Count]] = defaultdict(dict)
        for cell in self.figures:
            series = self.series[cell[0]]
            if series.indicator.smallest_count:
                groups[series.indicator_id, str(sorted(series.dimensions.items())), *cell[1:]][
                    series.area_id
                ] = cell
        if not any(len(group) > 1 for group in groups.values()):
            return
        parents = dict(Area.objects.exclude(kind=Area.Kind.SITE).values_list("pk", "parent_id"))
        for group in groups.values():
            inside: dict[int, list[Count]] = defaultdict(list)
            for area, cell in group.items():
                wider = parents.get(area)
                while wider is not None and wider not in group:
                    wider = parents.get(wider)
                if wider is not None:
                    inside[wider].append(cell)
            for wider, parts in inside.items():
                if self._compare(PART, group[wider], *parts):
                    yield _sum(group[wider], parts, is_complete=False)


def _count(figure: Observation) -> Count:
    return figure.series_id, figure.period_start, figure.period_end


def _sum(whole: Count, parts: list[Count], *, is_complete: bool) -> Identity:
    """The parts make up the whole or, if others may be missing, do not exceed it."""
    return Identity(total(whole, parts).terms, 0, 0 if is_complete else math.inf)


def _bounds(figure: Observation) -> Bounds:
    """What the published value says; counts are not below zero."""
    interval = Interval.of(figure)
    least = -math.inf if figure.series.indicator.unit.below_zero else 0
    return max(float(interval.low), least), float(interval.high)


def _formula(limit: Limit) -> str:
    """The published values that give a limit: added, subtracted, or multiplied by a share."""
    text = ""
    for _cell, coefficient, value in sorted(limit.terms, key=lambda term: (term[1] < 0, -abs(term[1]))):
        share = "" if math.isclose(abs(coefficient), 1) else f"{_number(abs(coefficient) * 100)}% × "
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {share}{_number(value)}" if text or coefficient < 0 else f"{share}{_number(value)}"
    value = _number(limit.value)
    return value if text == value else f"{text.strip()} = {value}"


def _number(value: float) -> str:
    return exact(Decimal(f"{value:.6f}").normalize())
