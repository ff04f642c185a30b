"""Statistical disclosure control: what published figures give away about counts that must not be published.

A count of persons below the indicator's smallest count is suppressed, but a reader may compute it: from a total and the
other parts, from two dates of a running total, from a rate and its base. What a reader can find out is the smallest and
the largest value that a hidden count may have, given every published figure and every identity between them: two linear
programs a count (Fischetti and Salazar, "Models and algorithms for the cell suppression problem"). Their dual values
say from which published figures each limit follows.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

Cell = Hashable
#: Smallest and largest value that a count may have.
Bounds = tuple[float, float]
UNKNOWN: Bounds = (0, math.inf)
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Identity:
    """What every reader knows of several cells: the sum of coefficient × cell lies between `low` and `high`."""

    terms: tuple[tuple[Cell, float], ...]
    low: float = 0
    high: float = 0

    def is_possible(self, published: Mapping[Cell, Bounds]) -> bool:
        """Whether published figures satisfy it. One that they contradict tells nobody anything."""
        least = most = 0.0
        for cell, coefficient in self.terms:
            ends = [coefficient * end if coefficient else 0 for end in published.get(cell, UNKNOWN)]
            least, most = least + min(ends), most + max(ends)
        return least <= self.high + TOLERANCE and most >= self.low - TOLERANCE


def total(whole: Cell, parts: Collection[Cell]) -> Identity:
    """The parts make up the whole."""
    return Identity(((whole, 1), *((part, -1) for part in parts)))


def at_most(part: Cell, whole: Cell) -> Identity:
    """A part is no larger than its whole, nor an earlier running total than a later one."""
    return Identity(((whole, 1), (part, -1)), 0, math.inf)


def rate(numerator: Cell, denominator: Cell, low: float, high: float) -> Iterable[Identity]:
    """A published rate, as a fraction between `low` and `high`, of two cells."""
    yield Identity(((numerator, 1), (denominator, -low)), 0, math.inf)
    yield Identity(((denominator, high), (numerator, -1)), 0, math.inf)


@dataclass(frozen=True)
class Limit:
    """The least or greatest value of a count; `terms`: coefficient and value of each published cell that gives it."""

    value: float
    terms: tuple[tuple[Cell, float, float], ...] = ()


@dataclass(frozen=True)
class Exposure:
    """A count that readers can narrow down too far: to whole numbers from `low` to `high`, by these `limits`."""

    cell: Cell
    low: int
    high: int
    limits: tuple[Limit, Limit] = field(default=(Limit(0), Limit(math.inf)), compare=False)


def exposures(
    published: Mapping[Cell, Bounds],
    smallest: Mapping[Cell, int],
    identities: Collection[Identity],
    public: Mapping[Cell, Bounds] | None = None,
) -> list[Exposure]:
    """The hidden counts that readers can narrow down further than to "below the smallest count".

    `published`: what is known of each published cell, by its rounding. `smallest`: each hidden cell with the smallest
    count that may be published of it; a difference between published cells is a hidden cell too. Zero gives nothing
    away, nor does a count that cannot be told from one that may be published. `public`: the cells published before;
    what follows from them alone is known already.
    """
    found = []
    for cell, (low, high) in bounds(published, smallest, identities, smallest).items():
        least, most = _whole_numbers(low, high)
        limit = smallest[cell]
        if 0 < most < limit and (least > 1 or most < limit - 1):
            found.append(Exposure(cell, least, most, (low, high)))
    if found and public:
        before = bounds(public, [one.cell for one in found], identities)
        ranges = {cell: _whole_numbers(*limits) for cell, limits in before.items()}
        found = [one for one in found if one.low > ranges[one.cell][0] or one.high < ranges[one.cell][1]]
    return found


def _whole_numbers(low: Limit, high: Limit) -> tuple[int, int]:
    return math.ceil(low.value - TOLERANCE), math.floor(min(high.value, 1e15) + TOLERANCE)


def bounds(
    published: Mapping[Cell, Bounds],
    hidden: Collection[Cell],
    identities: Iterable[Identity],
    enough: Mapping[Cell, int] | None = None,
) -> dict[Cell, tuple[Limit, Limit]]:
    """The smallest and largest value of each hidden cell that agrees with everything published.

    A cell that may be as large as `enough` is not asked for its smallest value.
    """
    found = {cell: (Limit(0), Limit(math.inf)) for cell in hidden}
    about = _by_cell(one for one in identities if one.is_possible(published))
    waiting = set(found)
    while waiting:
        inside, group = _reached([waiting.pop()], about, published)
        program = _Program(published, group)
        for cell in found.keys() & inside & program.column.keys():
            waiting.discard(cell)
            least = (enough or {}).get(cell, math.inf)
            found[cell] = program.limits(cell, least) or _each_alone(cell, published, group)
    return found


class _Program:
    """The linear program of some identities, solved once for each end of each cell asked for."""

    def __init__(self, published: Mapping[Cell, Bounds], identities: Collection[Identity]) -> None:
        cells = dict.fromkeys(cell for one in identities for cell, _coefficient in one.terms)
        self.column = {cell: number for number, cell in enumerate(cells)}
        self.published = published
        import highspy  # with numpy 30 MB, and few processes ever need it

        self.highs, self.solver = highspy, highspy.Highs()
        self.solver.silent()
        for cell in cells:
            self.solver.addVar(*published.get(cell, UNKNOWN))
        for one in identities:
            places = [self.column[cell] for cell, _coefficient in one.terms]
            self.solver.addRow(one.low, one.high, len(places), places, [c for _cell, c in one.terms])

    def limits(self, cell: Cell, enough: float = math.inf) -> tuple[Limit, Limit] | None:
        """The least and greatest value of the cell; None where published figures contradict each other."""
        high = self._limit(cell, self.highs.ObjSense.kMaximize)
        if high is not None and high.value >= enough:
            return Limit(0), high
        low = self._limit(cell, self.highs.ObjSense.kMinimize)
        return None if low is None else (low, high or Limit(math.inf))

    def _limit(self, cell: Cell, sense: object) -> Limit | None:
        """One end of the cell's range; None if there is none, or no solution at all."""
        column = self.column[cell]
        self.solver.changeColCost(column, 1)
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status, solution = self.solver.getModelStatus(), self.solver.getSolution()
        self.solver.changeColCost(column, 0)  # forgets status and solution
        if status != self.highs.HighsModelStatus.kOptimal:
            return None
        duals, values = list(solution.col_dual), list(solution.col_value)
        terms = (
            (cell, duals[number], values[number])
            for cell, number in self.column.items()
            if cell in self.published and abs(duals[number]) > TOLERANCE
        )
        return Limit(values[column], tuple(terms))


def _each_alone(
    cell: Cell, published: Mapping[Cell, Bounds], identities: Iterable[Identity]
) -> tuple[Limit, Limit]:
    """The narrowest limits that single identities give, where all together contradict each other."""
    about = (one for one in identities if any(cell == other for other, _coefficient in one.terms))
    found = [limits for one in about if (limits := _Program(published, [one]).limits(cell))]
    low = max((low for low, _high in found), key=lambda limit: limit.value)
    high = min((high for _low, high in found), key=lambda limit: limit.value)
    return (low, high) if low.value <= high.value + TOLERANCE else (Limit(0), Limit(math.inf))


def further_suppressions(
    published: Mapping[Cell, Bounds],
    smallest: Mapping[Cell, int],
    identities: Collection[Identity],
    candidates: Mapping[Cell, int],
    public: Mapping[Cell, Bounds] | None = None,
) -> list[Cell] | None:
    """Published cells to suppress too so that nothing is exposed; None if no choice among the candidates is enough.

    `candidates`: the cells that may still be suppressed, with the smallest count of each. Of those that give a count
    away the smallest goes first, and a cell that turns out not to be needed stays published.
    """
    search = _Search(dict(published), dict(smallest), identities, public)
    search.check(list(smallest))
    chosen: list[Cell] = []
    while search.exposed:
        left = candidates.keys() - set(chosen)
        if not (choice := (search.revealing() & left) or (connected(search.exposed, identities) & left)):
            return None
        chosen.append(min(choice, key=lambda cell: (published[cell], repr(cell))))
        search.hide(chosen[-1], candidates[chosen[-1]])
    for cell in list(chosen):
        search.publish(cell, published[cell])
        if search.exposed:
            search.hide(cell, candidates[cell])
        else:
            chosen.remove(cell)
    return chosen


class _Search:
    """The exposures while cells are hidden and published again: only those beside such a cell are computed anew."""

    def __init__(
        self,
        published: dict[Cell, Bounds],
        smallest: dict[Cell, int],
        identities: Collection[Identity],
        public: Mapping[Cell, Bounds] | None,
    ) -> None:
        self.published, self.smallest, self.public = published, smallest, public
        self.exposed: dict[Cell, Exposure] = {}
        self.about = _by_cell(identities)

    def hide(self, cell: Cell, smallest: int) -> None:
        del self.published[cell]
        self.smallest[cell] = smallest
        self.check(_reached([cell], self.about, self.published)[0])

    def publish(self, cell: Cell, value: Bounds) -> None:
        beside, _identities = _reached([cell], self.about, self.published)
        del self.smallest[cell]
        self.published[cell] = value
        self.check(beside)

    def check(self, cells: Collection[Cell]) -> None:
        """Compute the exposures of these cells, which no unknown connects with others."""
        identities = {id(one): one for cell in cells for one in self.about[cell]}.values()
        hidden = {cell: self.smallest[cell] for cell in cells if cell in self.smallest}
        for cell in cells:
            self.exposed.pop(cell, None)
        found = exposures(self.published, hidden, list(identities), self.public)
        self.exposed |= {one.cell: one for one in found}

    def revealing(self) -> set[Cell]:
        """The published cells that give a count away."""
        limits = (limit for one in self.exposed.values() for limit in one.limits)
        return {cell for limit in limits for cell, _coefficient, _value in limit.terms}


def connected(cells: Iterable[Cell], identities: Iterable[Identity]) -> set[Cell]:
    """The cells that identities connect with these, directly or through others."""
    return _reached(cells, _by_cell(identities), {})[0]


def _by_cell(identities: Iterable[Identity]) -> dict[Cell, list[Identity]]:
    about: dict[Cell, list[Identity]] = defaultdict(list)
    for identity in identities:
        for cell, _coefficient in identity.terms:
            about[cell].append(identity)
    return about


def _reached(
    cells: Iterable[Cell], about: Mapping[Cell, list[Identity]], published: Mapping[Cell, Bounds]
) -> tuple[set[Cell], list[Identity]]:
    """The cells that identities connect with these, through cells without an exact value; and the identities."""
    reached, found = set(cells), {}
    waiting = list(reached)
    while waiting:
        for identity in about.get(waiting.pop(), ()):
            if id(identity) not in found:
                found[id(identity)] = identity
                inexact = (cell for cell, _c in identity.terms if not _is_exact(published.get(cell, UNKNOWN)))
                beside = set(inexact) - reached
                reached |= beside
                waiting += beside
    return reached, list(found.values())


def _is_exact(known: Bounds) -> bool:
    return known[0] == known[1]
