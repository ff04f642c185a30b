"""Statistical disclosure control: what published figures give away about counts that must not be published.

A count of persons below the indicator's smallest count is suppressed, but a reader may compute it: from a total and the
other parts, from two dates of a running total, from a rate and its base. What a reader can find out is the smallest and
the largest value that a hidden count may have, given every published figure and every identity between them: two linear
programs a count (Fischetti and Salazar, "Models and algorithms for the cell suppression problem").
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import highspy

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
class Exposure:
    """A count that readers can narrow down too far: to whole numbers from `low` to `high`."""

    cell: Cell
    low: int
    high: int


def exposures(
    published: Mapping[Cell, Bounds], smallest: Mapping[Cell, int], identities: Collection[Identity]
) -> list[Exposure]:
    """The hidden counts that readers can narrow down further than to "below the smallest count".

    `published`: what is known of each published cell, by its rounding. `smallest`: each hidden cell with the smallest
    count that may be published of it; a difference between published cells is a hidden cell too. Zero gives nothing
    away, nor does a count that cannot be told from one that may be published.
    """
    found = []
    for cell, (low, high) in bounds(published, smallest, identities).items():
        least, most = math.ceil(low - TOLERANCE), math.floor(min(high, 1e15) + TOLERANCE)
        limit = smallest[cell]
        if 0 < most < limit and (least > 1 or most < limit - 1):
            found.append(Exposure(cell, least, most))
    return found


def bounds(
    published: Mapping[Cell, Bounds], hidden: Collection[Cell], identities: Collection[Identity]
) -> dict[Cell, Bounds]:
    """The smallest and largest value of each hidden cell that agrees with everything published."""
    if not hidden:
        return {}
    cells = {cell for identity in identities for cell, _coefficient in identity.terms} | set(hidden)
    column = {cell: number for number, cell in enumerate(sorted(cells, key=repr))}
    solver = highspy.Highs()
    solver.silent()
    for cell in column:
        low, high = published.get(cell, UNKNOWN)
        solver.addVar(low, high)
    for identity in identities:
        places = [column[cell] for cell, _coefficient in identity.terms]
        solver.addRow(identity.low, identity.high, len(places), places, [c for _cell, c in identity.terms])
    return {cell: _range(solver, column[cell]) for cell in hidden}


def _range(solver: highspy.Highs, column: int) -> Bounds:
    """The least and greatest value of one column."""
    ends = []
    for sense, unlimited in ((highspy.ObjSense.kMinimize, 0.0), (highspy.ObjSense.kMaximize, math.inf)):
        solver.changeColCost(column, 1)
        solver.changeObjectiveSense(sense)
        solver.run()
        is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        ends.append(solver.getInfo().objective_function_value if is_optimal else unlimited)
        solver.changeColCost(column, 0)
    return ends[0], ends[1]


def further_suppressions(
    published: Mapping[Cell, Bounds],
    smallest: Mapping[Cell, int],
    identities: Collection[Identity],
    candidates: Mapping[Cell, int],
) -> list[Cell] | None:
    """Published cells to suppress too so that nothing is exposed; None if no choice among the candidates is enough.

    `candidates`: the cells that may still be suppressed, with the smallest count of each. The smallest values go
    first, and a cell that turns out not to be needed stays published.
    """
    chosen: list[Cell] = []

    def exposed(hidden: Collection[Cell]) -> list[Exposure]:
        known = {cell: value for cell, value in published.items() if cell not in hidden}
        return exposures(known, {**smallest, **{cell: candidates[cell] for cell in hidden}}, identities)

    neighbours = _connected(smallest, identities)
    ascending = sorted((cell for cell in candidates if cell in neighbours), key=lambda cell: published[cell])
    for cell in ascending:
        if not exposed(chosen):
            break
        chosen.append(cell)
    if exposed(chosen):
        return None
    for cell in list(chosen):
        rest = [other for other in chosen if other != cell]
        if not exposed(rest):
            chosen = rest
    return chosen


def _connected(cells: Iterable[Cell], identities: Collection[Identity]) -> set[Cell]:
    """The cells that identities connect with these, directly or through others."""
    found, grew = set(cells), True
    while grew:
        touching = [identity for identity in identities if any(cell in found for cell, _c in identity.terms)]
        reached = found | set(chain.from_iterable((cell for cell, _c in one.terms) for one in touching))
        grew, found = len(reached) > len(found), reached
    return found
