"""Which projects are what, as sets of bits: so many can be counted by every choice at once, in no time to speak of.

A set is a whole number in which the bit of each project is 1 or 0; to choose is `&`, to count `bit_count`. The sets
are made from one reading of everything in force at a moment, and kept by each process for as long as the same is in
force: with 100,000 projects making takes about a second and counting a hundred choices one or two milliseconds.
"""

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q

from portal.models import Release
from projects.models import UndertakingArea
from projects.models.state import last_words
from projects.words import project_states

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
#: Whatever may change a set, beside releases, by the column that counts its changes: states are always made anew.
WATCHED = {
    "projects_undertakingstate": "id",
    "projects_undertakingevent": "pgh_id",
    "projects_undertakingareaevent": "pgh_id",
}

Bits = int
Row = Sequence[Any]


@dataclass(frozen=True)
class Census:
    """Every project in force at a moment. `sets` has those of each value of a filter, `places` those of each area.

    `spoken` are silent since their department has published; `unheard` are silent from the day after their due day.
    """

    positions: dict[int, int]
    sets: dict[str, dict[Any, Bits]]
    places: dict[int, Bits]
    late: Bits
    spoken: Bits
    unheard: list[tuple[dt.date, int]]

    @cached_property
    def everything(self) -> Bits:
        return (1 << len(self.positions)) - 1

    def of(self, name: str, value: Any) -> Bits:
        """Those with that value."""
        return self.sets[name].get(value, 0)

    def within(self, areas: Iterable[int]) -> Bits:
        """Those in one of these areas."""
        found = 0
        for area in areas:
            found |= self.places.get(area, 0)
        return found

    def silent(self, day: dt.date) -> Bits:
        """Those that are silent on that day; as `StateQuerySet.silent` says."""
        return self.spoken | self._set(position for due, position in self.unheard if due < day)

    def among(self, undertakings: Iterable[int]) -> Bits:
        """Those with one of these ids."""
        return self._set(self.positions[one] for one in undertakings if one in self.positions)

    def _set(self, positions: Iterable[int]) -> Bits:
        return bits_of(positions, len(self.positions))


def bits_of(positions: Iterable[int], size: int) -> Bits:
    """The set with these bits, of which there are at most `size`."""
    found = bytearray(size // 8 + 1)
    for position in positions:
        found[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(found, "little")


_kept: OrderedDict[Hashable, Census] = OrderedDict()
_making = Lock()


def census_at(at: dt.datetime) -> Census:
    """The sets of that moment: two queries where they are kept, and four more where they have to be made."""
    stamp = _stamp(at)
    with _making:
        if stamp in _kept:
            _kept.move_to_end(stamp)
            return _kept[stamp]
        census = make(at)
        if _stamp(at) == stamp:  # nothing was approved or edited meanwhile
            _kept[stamp] = census
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return census


def _stamp(at: dt.datetime) -> Hashable:
    """Names what is in force at that time: equal stamps mean equal sets."""
    withdrawn = Q(withdrawn_at__lte=at)
    released = Release.objects.released(at).aggregate(
        Count("pk"),
        Max("released_at"),
        gone=Count("pk", filter=withdrawn),
        last=Max("withdrawn_at", filter=withdrawn),
    )
    newest = (f"(SELECT max({column}) FROM {table})" for table, column in WATCHED.items())  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(newest)}")
        return (*released.values(), *cursor.fetchone())


def make(at: dt.datetime) -> Census:
    """The sets of everything in force at that time."""
    states = project_states(at).order_by()
    names = ("undertaking_id", "is_finished", "due", "as_at", "reported_at", *COLUMNS.values())
    rows = states.values_list(*names)
    undertakings, finished, dues, days, reported, *columns = (
        zip(*rows, strict=True) if rows else [()] * len(names)
    )
    sets = {name: sets_of(column, len(undertakings)) for name, column in zip(COLUMNS, columns, strict=True)}
    positions = {undertaking: position for position, undertaking in enumerate(undertakings)}
    late, unheard = _by_due(finished, dues, days)
    return Census(
        positions=positions,
        sets=sets,
        places=_places(positions),
        late=bits_of(late, len(undertakings)),
        spoken=bits_of(_passed_over(finished, reported, columns, last_words(at)), len(undertakings)),
        unheard=unheard,
    )


def _by_due(finished: Row, dues: Row, days: Row) -> tuple[list[int], list[tuple[dt.date, int]]]:
    """Of the unfinished that have a due day: those reported after it, and the others with that day."""
    late, unheard = [], []
    for position, (is_finished, due, as_at) in enumerate(zip(finished, dues, days, strict=True)):
        if is_finished or due is None:
            continue
        if as_at is not None and as_at > due:
            late.append(position)
        else:
            unheard.append((due, position))
    return late, unheard


def _passed_over(
    finished: Row, reported: Row, columns: Sequence[Row], spoken: Mapping[int, dt.datetime]
) -> Iterator[int]:
    """The unfinished of which their department has not said a word when it last published."""
    departments = columns[list(COLUMNS).index("department")]
    for position, (is_finished, time, department) in enumerate(
        zip(finished, reported, departments, strict=True)
    ):
        if not is_finished and department in spoken and time < spoken[department]:
            yield position


def sets_of(values: Iterable[Any], size: int) -> dict[Any, Bits]:
    """By value the set of those that have it, given the values in the order of the bits."""
    positions = defaultdict(list)
    for position, value in enumerate(values):
        positions[value].append(position)
    return {value: bits_of(found, size) for value, found in positions.items()}


def _places(positions: dict[int, int]) -> dict[int, Bits]:
    """By area the set of those that are in it itself."""
    found = defaultdict(list)
    for undertaking, area in UndertakingArea.objects.values_list("undertaking_id", "area_id").order_by():
        if undertaking in positions:
            found[area].append(positions[undertaking])
    return {area: bits_of(places, len(positions)) for area, places in found.items()}
