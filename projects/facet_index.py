"""An index of projects by facet, as bitsets: many choices are filtered and counted at once.

A bitset is an integer with one bit for each project or programme: `&` filters, `bit_count` counts. The index is built
from one reading of everything in force at a moment, and each process caches it for as long as the same is in force.
With 100,000 projects building it takes less than half a second, and counting a hundred choices one or two milliseconds.
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

from portal.commitments.states import CommitmentState
from portal.web.as_of import PublicState, state_at
from projects.filters import KEYSETS, sortable
from projects.models import Undertaking, UndertakingArea, UndertakingState

#: How many moments a process caches; the present is one of them.
CACHE_SIZE = 6
#: The facets: name of the filter → column.
COLUMNS = {
    "stage": "stage",
    "kind": "undertaking__kind",
    "category": "undertaking__category_id",
    "department": "undertaking__department_id",
    "sector": "undertaking__sector_id",
    "programme": "undertaking__programme_id",
    "year": "undertaking__plan_year",
}
#: Enough memory to sort everything at once; by default the database would sort in files.
SORTING = "SET LOCAL work_mem = '64MB'"
DIGITS = b"0" * 256

Bits = int
Derived = TypeVar("Derived")


@dataclass(frozen=True)
class FacetIndex:
    """Every project and programme in force at a moment. `positions`: the bit of each by id, in the order of names.

    `sets`: by facet and value, those that have it; `due_states`: the same by `due_state`; `areas`: those of each area,
    without its parts.
    """

    at: dt.datetime
    positions: dict[int, int]
    sets: dict[str, dict[Any, Bits]]
    areas: dict[int, Bits]
    late: Bits
    due_states: dict[str, Bits]
    _derived: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def projects(self) -> Bits:
        """All but programmes."""
        return ((1 << len(self.positions)) - 1) & ~self.of("kind", Undertaking.Kind.PROGRAMME)

    @property
    def silent(self) -> Bits:
        return self.due_states.get(CommitmentState.SILENT, 0)

    @cached_property
    def undertakings(self) -> list[int]:
        """The ids by bit."""
        return list(self.positions)

    @cached_property
    def programmes(self) -> set[int]:
        """The ids of programmes in force, themselves or by one of their projects."""
        own = self.ids(self.of("kind", Undertaking.Kind.PROGRAMME))
        return {*own, *self.sets["programme"]} - {None}

    def of(self, name: str, value: Any) -> Bits:
        """Those with that value of the facet."""
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
        """The ids of a set, or of a part of it, in the order of that name (`KEYSETS`)."""
        first, last, _step = part.indices(bits.bit_count())
        content = bits.to_bytes(len(self.positions) // 8 + 1, "little")
        found = (one for one in self.order(order) if content[one >> 3] >> (one & 7) & 1)
        return [self.undertakings[one] for one in islice(found, first, last)]

    def order(self, name: str) -> Sequence[int]:
        """All bits in that order; one query the first time, none for the order of names."""
        if name == "name":
            return range(len(self.positions))

        def bits_in_order(at: dt.datetime) -> list[int]:
            (ids,) = columns_of(ordered(UndertakingState.objects.known_at(at), name), "undertaking_id")
            return [self.positions[one] for one in ids if one in self.positions]

        return self.derived(f"order {name}", bits_in_order)

    def derived(self, name: str, make: Callable[[dt.datetime], Derived]) -> Derived:
        """A value that follows from the same data, cached with the index; `make` takes the moment."""
        if name not in self._derived:
            self._derived[name] = make(self.at)
        return self._derived[name]


def bits_of(positions: Iterable[int], size: int) -> Bits:
    """The set with these bits, all below `size`."""
    found = bytearray(size // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")


_cache: dict[str, FacetIndex] = {}
_building = Lock()


def facet_index_at(at: dt.datetime, state: PublicState | None = None) -> FacetIndex:
    """The index of that moment. `state`: the public state then, if already read; otherwise one query.

    Four more queries if the index is not cached.
    """
    if state is None or state.at != at:
        state = state_at(at)
    if cached := _cache.get(state.key):
        return cached
    with _building:
        if cached := _cache.get(state.key):  # built while waiting
            return cached
        index = build(state.at)
        if state_at(state.at).key == state.key:  # nothing was approved or edited meanwhile
            _cache[state.key] = index
            while len(_cache) > CACHE_SIZE:
                del _cache[next(iter(_cache))]
        return index


def build(at: dt.datetime) -> FacetIndex:
    states = ordered(UndertakingState.objects.known_at(at).judged(at), "name")
    names = ("undertaking_id", "judged_late", "due_state", *COLUMNS.values())
    undertakings, *columns = columns_of(states, *names)
    late, due_states, *facets = map(sets_of, columns)
    positions = dict(zip(undertakings, range(len(undertakings)), strict=True))
    in_area = defaultdict(list)
    links = columns_of(UndertakingArea.objects.order_by(), "undertaking_id", "area_id")
    for undertaking, area in zip(*links, strict=True):
        if undertaking in positions:
            in_area[area].append(positions[undertaking])
    return FacetIndex(
        at=at,
        positions=positions,
        sets=dict(zip(COLUMNS, facets, strict=True)),
        areas={area: bits_of(found, len(positions)) for area, found in in_area.items()},
        late=late.get(True, 0),
        due_states=due_states,
    )


def ordered(states: QuerySet, order: str) -> QuerySet:
    """The states in the order of that name."""
    return KEYSETS[order].ordered(sortable(states, order))


def columns_of(rows: QuerySet, *names: str) -> list[list]:
    """These columns, each as one list in the order of the rows: in half the time of reading row by row."""
    sql, parameters = rows.values_list(*names).query.sql_with_params()
    given = [f"column_{number}" for number in range(len(names))]
    arrays = ", ".join(f"array_agg({name})" for name in given)
    with connection.cursor() as cursor:
        cursor.execute(f"{SORTING}; SELECT {arrays} FROM ({sql}) AS one ({', '.join(given)})", parameters)  # noqa: S608
        return [column or [] for column in cursor.fetchone()]


def sets_of(values: Sequence[Any]) -> dict[Any, Bits]:
    """By value, the set of those that have it, given the values in the order of the bits."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if len(numbers) > len(DIGITS):
        positions = defaultdict(list)
        for position, value in enumerate(values):
            positions[value].append(position)
        return {value: bits_of(found, found[-1] + 1) for value, found in positions.items()}
    # few values: translate all numbers at once, the value's own to the digit 1 and every other to 0
    column = bytes(map(numbers.__getitem__, reversed(values)))
    found = {}
    for value, number in numbers.items():
        digits = DIGITS[:number] + b"1" + DIGITS[number + 1 :]
        found[value] = int(column.translate(digits), 2)
    return found
