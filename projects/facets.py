"""Facet counts: how many projects each choice of a filter would leave, given the other filters."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from portal.areas.models import Area
from portal.staff.models import Department, Sector
from projects.facet_index import Bits, FacetIndex, facet_index_at
from projects.filters import NO_STAGE, STAGE_NOT_REPORTED, STATES, ProjectFilter, undertakings_with
from projects.models import Category, Programme, Stage, Undertaking, UndertakingState

#: Rows beyond this are not counted; a page says “1,000+”.
MOST_COUNTED = 1000
KINDS = (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)
#: A value of a filter, its label, and the set of all projects that have it.
Choice = tuple[str, str | Promise, Bits]


@dataclass(frozen=True)
class Count:
    """A number of projects; `more` if counting stopped there."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else f"{self.number}"


def count_of(bits: Bits) -> Count:
    """How many there are, up to MOST_COUNTED."""
    number = bits.bit_count()
    return Count(min(number, MOST_COUNTED), number > MOST_COUNTED)


@dataclass(frozen=True)
class CountedChoice:
    """A value of a filter with its label, and how many projects it would leave, if they were counted."""

    value: str
    label: str | Promise
    count: Count | None
    chosen: bool = False


@dataclass(frozen=True)
class Selection:
    """The projects in force that a filter set leaves. `by_parameter`: what each of its parameters leaves by itself."""

    filterset: ProjectFilter
    index: FacetIndex
    children: Mapping[int | None, list[int]]
    by_parameter: Mapping[str, Bits]

    @property
    def bits(self) -> Bits:
        return self.without("")

    def without(self, name: str) -> Bits:
        """What the other parameters leave."""
        found = self.index.projects
        for other, bits in self.by_parameter.items():
            found &= found if other == name else bits
        return found

    def in_area(self, area: int) -> Bits:
        """The projects in the area and its parts."""
        return self.index.within(below(area, self.children))


def selection_of(filterset: ProjectFilter) -> Selection:
    """What the filter set leaves; a fixed number of queries. Raises BadParameter."""
    filterset.refuse_bad()
    moment = filterset.request.moment
    index = facet_index_at(moment.at, moment.state)
    children = defaultdict(list)  # by area, those directly below it; by None, the district
    for pk, parent in Area.objects.order_by("code").values_list("pk", "parent_id"):
        children[parent].append(pk)
    by_parameter = {}
    for name, value in filterset.form.cleaned_data.items():
        if not value or name == "sort":
            continue
        if name == "q":
            found = undertakings_with(value)
            bits = index.projects if found is None else index.among(found.values_list("pk", flat=True))
        elif name == "area":
            bits = index.within(below(value.pk, children))
        elif name == "state":
            bits = in_state(index, value)
        else:
            bits = index.of(name, key_of(name, value))
        by_parameter[name] = bits
    return Selection(filterset, index, children, by_parameter)


def in_state(index: FacetIndex, value: str) -> Bits:
    """The projects that the filter `state` leaves."""
    return index.late if value == "late" else index.due_states.get(value, 0)


def key_of(name: str, value: object) -> object:
    """The key in the sets of a facet, given the value of its filter."""
    if isinstance(value, Model):
        return value.pk
    if name == "year":
        return int(value)
    return "" if (name, value) == ("stage", NO_STAGE) else value


def below(area: int, children: Mapping[int | None, list[int]]) -> Iterator[int]:
    """The area and all its parts."""
    yield area
    for part in children.get(area, ()):
        yield from below(part, children)


class Rows:
    """The rows of a set in an order, for a paginator: counted up to a limit, and read by the page."""

    def __init__(self, index: FacetIndex, bits: Bits, order: str, at: dt.datetime) -> None:
        self.index, self.bits, self.order, self.at = index, bits, order, at
        self.counted = count_of(bits)

    def count(self) -> int:
        return self.counted.number

    def __getitem__(self, part: slice) -> list[UndertakingState]:
        """That part of the rows, ready to render; two queries."""
        return self._read(self.index.ids(self.bits, self.order, part))

    def in_chunks(self, size: int) -> Iterator[list[UndertakingState]]:
        """All rows, however many there are; two queries for each chunk."""
        ids = self.index.ids(self.bits, self.order)
        for first in range(0, len(ids), size):
            yield self._read(ids[first : first + size])

    def _read(self, ids: list[int]) -> list[UndertakingState]:
        states = UndertakingState.objects.known_at(self.at).filter(undertaking__in=ids)
        found = {state.undertaking_id: state for state in states.for_list()}
        return [found[one] for one in ids if one in found]


def choice_counts(selection: Selection) -> dict[str, list[CountedChoice]]:
    """By filter, the choices that would leave something or are chosen, in the order of their lists.

    Areas are those directly below the chosen one, or below the district. A fixed number of queries.
    """
    counted = {}
    for name, choices in choices_of(selection).items():
        others = selection.without(name)
        chosen = selection.filterset.data.get(name, "")
        numbers = ((value, label, (others & bits).bit_count()) for value, label, bits in choices)
        counted[name] = [
            CountedChoice(value, label, Count(number), value == chosen)
            for value, label, number in numbers
            if number or value == chosen
        ]
    return counted


def programme_choices(selection: Selection) -> list[CountedChoice]:
    """Every programme in force, not counted."""
    chosen = selection.filterset.data.get("programme", "")
    programmes = Programme.objects.filter(pk__in=selection.index.programmes)
    programmes = programmes.only("code", "name_zh", "name_en")
    return [CountedChoice(one.code, one.name, None, one.code == chosen) for one in programmes]


def choices_of(selection: Selection) -> dict[str, list[Choice]]:
    """The choices of each filter whose choices are counted."""
    index, chosen = selection.index, selection.filterset.form.cleaned_data
    years = {year for year in index.sets["year"] if year is not None}
    years |= {int(chosen["year"])} if chosen["year"] else set()
    above = [chosen["area"].pk] if chosen["area"] else selection.children[None]
    return {
        "area": [
            (area.code, area.label, selection.in_area(area.pk))
            for area in Area.objects.filter(parent__in=above)
        ],
        "category": _rows_of(Category, "category", index),
        "stage": [
            *((one.value, one.label, index.of("stage", one.value)) for one in Stage),
            (NO_STAGE, STAGE_NOT_REPORTED, index.of("stage", "")),
        ],
        "state": [(value, label, in_state(index, value)) for value, label in STATES],
        "department": _rows_of(Department, "department", index),
        "year": [(str(year), str(year), index.of("year", year)) for year in sorted(years)],
        "sector": _rows_of(Sector, "sector", index),
        "kind": [(one.value, one.label, index.of("kind", one.value)) for one in KINDS],
    }


def _rows_of(model: type[Model], name: str, index: FacetIndex) -> list[Choice]:
    return [(row.code, row.name, index.of(name, row.pk)) for row in model.objects.all()]
