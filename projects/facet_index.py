"""Which projects are what, as sets of bits: so many can be chosen and counted at once, in no time to speak of.

A set is a whole number in which the bit of each undertaking is 1 or 0; to choose is `&`, to count `bit_count`. The
sets are made from one reading of everything in force at a moment, and kept by each process for as long as the same is
in force: with 100,000 projects making takes less than half a second and counting a hundred choices one or two
milliseconds.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from portal.web.as_of import state_at
from projects.filters import KEYSETS, sortable
from projects.models import Undertaking, UndertakingArea, UndertakingState

#: Moments of which a process keeps the sets; the present is one of them.
MOST_KEPT = 6
#: What the sets are made by: name of a filter → column.
COLUMNS = {
    "stage": "stage",
    "kind": "undertaking__kind",
    "category": "undertaking__category_id",
    "department": "undertaking__department_id",
    "sector": "undertaking__sector_id",
    "programme": "undertaking__programme_id",
    "year": "undertaking__plan_year",
}
JUDGED = ("judged_late", "judged_silent")
#: What sorting everything at once takes; by default the database would sort in files.
SORTING = "SET LOCAL work_mem = '64MB'"

Bits = int
Made = TypeVar("Made")


@dataclass(frozen=True)
class FacetIndex:
    """Every undertaking in force at a moment. `positions` gives the bit of each, in the order of names.

    `sets` has those of each value of a filter, `areas` those of each area.
    """

    at: dt.datetime
    positions: dict[int, int]
    sets: dict[str, dict[Any, Bits]]
    areas: dict[int, Bits]
    late: Bits
    silent: Bits
    _kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def projects(self) -> Bits:
        """All but programmes."""
        return ((1 << len(self.positions)) - 1) & ~self.of("kind", Undertaking.Kind.PROGRAMME)

    @cached_property
    def undertakings(self) -> list[int]:
        """The id of each, by its bit."""
        return list(self.positions)

    @cached_property
    def programmes(self) -> set[int]:
        """The ids of those in force themselves or by one of their projects."""
        own = self.ids(self.of("kind", Undertaking.Kind.PROGRAMME))
        return {*own, *self.sets["programme"]} - {None}

    def of(self, name: str, value: Any) -> Bits:
        """Those with that value."""
        return self.sets[name].get(value, 0)

    def within(self, areas: Iterable[int]) -> Bits:
        """Those in one of these areas."""
        found = 0
        for area in areas:
            found |= self.areas.get(area, 0)
        return found

    def among(self, undertakings: Iterable[int]) -> Bits:
        """Those with one of these ids."""
        known = (self.positions[one] for one in undertakings if one in self.positions)
        return bits_of(known, len(self.positions))

    def ids(self, bits: Bits, order: str = "name", part: slice = slice(None)) -> list[int]:
        """The ids of a set in the order of that name (`KEYSETS`), or of a part of it."""
        number = bits.bit_count()
        first, last, _step = part.indices(number)
        held = bits.to_bytes(len(self.positions) // 8 + 1, "little")
        found = (one for one in self.order(order) if held[one >> 3] >> (one & 7) & 1)
        return [self.undertakings[one] for one in islice(found, first, last)]

    def order(self, name: str) -> Sequence[int]:
        """All bits in that order; one query, the first time that another than that of names is asked for."""
        if name == "name":
            return range(len(self.positions))
        return self.kept(f"order {name}", lambda at: self._bits_in_order(at, name))

    def _bits_in_order(self, at: dt.datetime, order: str) -> list[int]:
        (ids,) = columns_of(ordered(UndertakingState.objects.known_at(at), order), "undertaking_id")
        return [self.positions[one] for one in ids if one in self.positions]

    def kept(self, name: str, make: Callable[[dt.datetime], Made]) -> Made:
        """What follows from the same data and is asked for now and then; made when it first is, from the moment."""
        if name not in self._kept:
            self._kept[name] = make(self.at)
        return self._kept[name]


def bits_of(positions: Iterable[int], size: int) -> Bits:
    """The set with these bits, of which there are at most `size`."""
    found = bytearray(size // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")


_kept: dict[str, FacetIndex] = {}
_making = Lock()


def facet_index_at(at: dt.datetime) -> FacetIndex:
    """The sets of that moment: one query where they are kept, and four more where they have to be made."""
    state = state_at(at)
    if kept := _kept.get(state.key):
        return kept
    with _making:
        if kept := _kept.get(state.key):  # made while waiting
            return kept
        index = make(state.at)
        if state_at(state.at).key == state.key:  # nothing was approved or edited meanwhile
            _kept[state.key] = index
            while len(_kept) > MOST_KEPT:
                del _kept[next(iter(_kept))]
        return index


def make(at: dt.datetime) -> FacetIndex:
    """The sets of everything in force at that time."""
    states = ordered(UndertakingState.objects.known_at(at).judged(at), "name")
    undertakings, *columns = columns_of(states, "undertaking_id", *JUDGED, *COLUMNS.values())
    late, silent, *chosen = map(sets_of, columns)
    positions = dict(zip(undertakings, range(len(undertakings)), strict=True))
    return FacetIndex(
        at=at,
        positions=positions,
        sets=dict(zip(COLUMNS, chosen, strict=True)),
        areas=_areas(positions),
        late=late.get(True, 0),
        silent=silent.get(True, 0),
    )


def ordered(states: QuerySet, order: str) -> QuerySet:
    """In the order of that name."""
    return KEYSETS[order].ordered(sortable(states, order))


def columns_of(rows: QuerySet, *names: str) -> list[list]:
    """The columns of those names, each as one list in the order of the rows: half of what reading row by row takes."""
    sql, parameters = rows.values_list(*names).query.sql_with_params()
    given = [f"column_{number}" for number in range(len(names))]
    arrays = ", ".join(f"array_agg({name})" for name in given)
    with connection.cursor() as cursor:
        cursor.execute(f"{SORTING}; SELECT {arrays} FROM ({sql}) AS one ({', '.join(given)})", parameters)  # noqa: S608
        return [column or [] for column in cursor.fetchone()]


def sets_of(values: Sequence[Any]) -> dict[Any, Bits]:
    """By value the set of those that have it, given the values in the order of the bits."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if len(numbers) > len(DIGITS):
        return _sets_of_many(values)
    column = bytes(map(numbers.__getitem__, reversed(values)))
    return {value: int(column.translate(_only(number)), 2) for value, number in numbers.items()}


DIGITS = b"0" * 256


def _only(number: int) -> bytes:
    """A translation to the digit 1 of that number, and of every other to 0."""
    return DIGITS[:number] + b"1" + DIGITS[number + 1 :]


def _sets_of_many(values: Iterable[Any]) -> dict[Any, Bits]:
    positions = defaultdict(list)
    for position, value in enumerate(values):
        positions[value].append(position)
    return {value: bits_of(found, found[-1] + 1) for value, found in positions.items()}


def _areas(positions: dict[int, int]) -> dict[int, Bits]:
    """By area the set of those that are in it itself."""
    found = defaultdict(list)
    links = columns_of(UndertakingArea.objects.order_by(), "undertaking_id", "area_id")
    for undertaking, area in zip(*links, strict=True):
        if undertaking in positions:
            found[area].append(positions[undertaking])
    return {area: bits_of(positions_in, len(positions)) for area, positions_in in found.items()}
