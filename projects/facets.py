"""Facet counts: how many projects each choice of a filter would leave, given the other filters."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from portal.areas.models import Area
from portal.staff.models import Department, Sector
from projects.facet_index import Bits, FacetIndex, facet_index_at
from projects.filters import LATE, SILENT, ProjectFilter, undertakings_with
from projects.models import Category, Programme, Stage, Undertaking, UndertakingState

#: Rows are not counted beyond this; a page says “1,000+”.
MOST_COUNTED = 1000
KINDS = (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)


@dataclass(frozen=True)
class Count:
    """A number of projects; `more` says that it was not counted further."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else f"{self.number}"


@dataclass(frozen=True)
class CountedChoice:
    """A value of a filter, what it is called, and how many projects it would leave, where they were counted."""

    value: str
    label: str | Promise
    count: Count | None
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """A value of a filter, what it is called, and the set of all projects that have it."""

    value: str
    label: str | Promise
    bits: Bits


def count_of(bits: Bits) -> Count:
    """How many there are, counted as far as MOST_COUNTED."""
    number = bits.bit_count()
    return Count(min(number, MOST_COUNTED), number > MOST_COUNTED)


@dataclass(frozen=True)
class Selection:
    """What a filter leaves of the projects in force: `kept` has what each of its parameters leaves by itself."""

    filterset: ProjectFilter
    index: FacetIndex
    tree: Mapping[int | None, list[int]]
    kept: Mapping[str, Bits]

    @property
    def bits(self) -> Bits:
        return self.without("")

    def without(self, name: str) -> Bits:
        """What the other parameters leave."""
        found = self.index.projects
        for other, bits in self.kept.items():
            found &= found if other == name else bits
        return found


def selection_of(filterset: ProjectFilter) -> Selection:
    """What the filter leaves; a fixed number of queries. Raises BadParameter."""
    filterset.refuse_bad()
    index, tree = facet_index_at(filterset.request.moment.at), children()
    kept = {
        name: _kept_by(name, value, index, tree)
        for name, value in filterset.form.cleaned_data.items()
        if value and name != "sort"
    }
    return Selection(filterset, index, tree, kept)


def _kept_by(name: str, value: Any, index: FacetIndex, tree: Mapping[int | None, list[int]]) -> Bits:
    """The projects that a filter leaves."""
    if name == "q":
        found = undertakings_with(value)
        return index.projects if found is None else index.among(found.values_list("pk", flat=True))
    if name == "area":
        return index.within(below(value.pk, tree))
    if name == "state":
        return index.late if value == "late" else index.silent
    return index.of(name, value.pk if isinstance(value, Model) else int(value) if name == "year" else value)


class Rows:
    """The rows of a set in an order, as a paginator asks for them: as many as are counted, and read by the page."""

    def __init__(self, index: FacetIndex, bits: Bits, order: str, at: dt.datetime) -> None:
        self.index, self.bits, self.order, self.at = index, bits, order, at
        self.counted = count_of(bits)

    def count(self) -> int:
        return self.counted.number

    def __getitem__(self, part: slice) -> list[UndertakingState]:
        """That part of them, ready to render; two queries."""
        return self._read(self.index.ids(self.bits, self.order, part))

    def in_chunks(self, size: int) -> Iterator[list[UndertakingState]]:
        """All of them, however many there are; two queries for each chunk."""
        ids = self.index.ids(self.bits, self.order)
        for first in range(0, len(ids), size):
            yield self._read(ids[first : first + size])

    def _read(self, ids: list[int]) -> list[UndertakingState]:
        states = UndertakingState.objects.known_at(self.at).filter(undertaking__in=ids)
        found = {state.undertaking_id: state for state in states.for_list()}
        return [found[one] for one in ids if one in found]


def choice_counts(selection: Selection) -> dict[str, list[CountedChoice]]:
    """By filter the choices that would leave something, or are chosen, in the order of their lists.

    Of areas those directly below the chosen one, or below the district. A fixed number of queries.
    """
    counted = {}
    for name, choices in choices_of(selection).items():
        others = selection.without(name)
        chosen = selection.filterset.data.get(name, "")
        numbers = ((one, (others & one.bits).bit_count()) for one in choices)
        counted[name] = [
            CountedChoice(one.value, one.label, Count(number), one.value == chosen)
            for one, number in numbers
            if number or one.value == chosen
        ]
    return counted


def programme_choices(selection: Selection) -> list[CountedChoice]:
    """Every programme of which something is in force, not counted."""
    chosen = selection.filterset.data.get("programme", "")
    programmes = Programme.objects.filter(pk__in=selection.index.programmes).only(
        "code", "name_zh", "name_en"
    )
    return [CountedChoice(one.code, one.name, None, one.code == chosen) for one in programmes]


def choices_of(selection: Selection) -> dict[str, list[Choice]]:
    """What can be chosen by each filter of which choices are counted."""
    index, chosen = selection.index, selection.filterset.form.cleaned_data
    years = sorted(year for year in index.sets["year"] if year is not None)
    years = sorted({*years, *([int(chosen["year"])] if chosen["year"] else [])})
    return {
        "area": _areas(chosen["area"], index, selection.tree),
        "category": _rows(Category, "category", index),
        "stage": [Choice(one.value, one.label, index.of("stage", one.value)) for one in Stage],
        "state": [Choice("late", LATE, index.late), Choice("silent", SILENT, index.silent)],
        "department": _rows(Department, "department", index),
        "year": [Choice(str(year), str(year), index.of("year", year)) for year in years],
        "sector": _rows(Sector, "sector", index),
        "kind": [Choice(one.value, one.label, index.of("kind", one.value)) for one in KINDS],
    }


def _rows(model: type[Model], name: str, index: FacetIndex) -> list[Choice]:
    return [Choice(row.code, row.name, index.of(name, row.pk)) for row in model.objects.all()]


def _areas(chosen: Area | None, index: FacetIndex, tree: Mapping[int | None, list[int]]) -> list[Choice]:
    """The areas directly below the chosen one, or below the district."""
    tops = [chosen.pk] if chosen else tree[None]
    areas = Area.objects.filter(parent__in=tops)
    return [Choice(area.code, area.name, index.within(below(area.pk, tree))) for area in areas]


def children() -> Mapping[int | None, list[int]]:
    """By area the ids of those directly below it; by None the district."""
    tree = defaultdict(list)
    for pk, parent in Area.objects.order_by("code").values_list("pk", "parent_id"):
        tree[parent].append(pk)
    return tree


def below(area: int, tree: Mapping[int | None, list[int]]) -> Iterator[int]:
    """The area and all its parts."""
    yield area
    for part in tree.get(area, ()):
        yield from below(part, tree)
