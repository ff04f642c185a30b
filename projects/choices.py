"""How many projects each choice of each filter would leave, with the other filters as they are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from portal.models import Area, Department, Sector
from projects.census import Bits, Census, census_at
from projects.filters import LATE, SILENT, ProjectFilter, undertakings_with
from projects.models import Category, Stage, Undertaking

#: Rows are not counted beyond this; a page says “1,000+”.
MOST_COUNTED = 1000
KINDS = (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)


@dataclass(frozen=True)
class Count:
    """A number of projects; `more` says that it was not counted further."""

    number: int
    more: bool = False


@dataclass(frozen=True)
class CountedChoice:
    """A value of a filter, what it is called, and how many projects it would leave."""

    value: str
    label: str | Promise
    count: Count
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """A value of a filter, what it is called, and the set of all projects that have it."""

    value: str
    label: str | Promise
    bits: Bits


def count_of(rows: QuerySet) -> Count:
    """How many there are, counted as far as MOST_COUNTED; one query."""
    counted = rows.order_by()[: MOST_COUNTED + 1].count()
    return Count(min(counted, MOST_COUNTED), counted > MOST_COUNTED)


def choice_counts(filterset: ProjectFilter) -> dict[str, list[CountedChoice]]:
    """By filter the choices that would leave something, or are chosen, in the order of their lists.

    Of areas those directly below the chosen one, or below the district. A fixed number of queries.
    """
    filterset.refuse_bad()
    at = filterset.request.moment.at
    census, tree = census_at(at), children()
    kept = {
        name: _kept_by(name, value, census, tree, timezone.localdate(at))
        for name, value in filterset.form.cleaned_data.items()
        if value and name != "sort"
    }
    counted = {}
    for name, choices in choices_of(filterset, census, tree).items():
        others = census.everything
        for other, bits in kept.items():
            others &= others if other == name else bits
        chosen = filterset.data.get(name, "")
        numbers = ((one, (others & one.bits).bit_count()) for one in choices)
        counted[name] = [
            CountedChoice(one.value, one.label, Count(number), one.value == chosen)
            for one, number in numbers
            if number or one.value == chosen
        ]
    return counted


def _kept_by(
    name: str, value: Any, census: Census, tree: Mapping[int | None, list[int]], day: dt.date
) -> Bits:
    """The projects that a filter leaves."""
    if name == "q":
        found = undertakings_with(value)
        return census.everything if found is None else census.among(found.values_list("pk", flat=True))
    if name == "area":
        return census.within(below(value.pk, tree))
    if name == "state":
        return census.late if value == "late" else census.silent(day)
    return census.of(name, value.pk if isinstance(value, Model) else int(value) if name == "year" else value)


def choices_of(
    filterset: ProjectFilter, census: Census, tree: Mapping[int | None, list[int]]
) -> dict[str, list[Choice]]:
    """What can be chosen by each filter of which choices are counted."""
    day = timezone.localdate(filterset.request.moment.at)
    years = sorted(year for year in census.sets["year"] if year is not None)
    chosen = filterset.form.cleaned_data
    years = sorted({*years, *([int(chosen["year"])] if chosen["year"] else [])})
    return {
        "area": _areas(chosen["area"], census, tree),
        "category": _rows(Category, "category", census),
        "stage": [Choice(one.value, one.label, census.of("stage", one.value)) for one in Stage],
        "state": [Choice("late", LATE, census.late), Choice("silent", SILENT, census.silent(day))],
        "department": _rows(Department, "department", census),
        "year": [Choice(str(year), str(year), census.of("year", year)) for year in years],
        "sector": _rows(Sector, "sector", census),
        "kind": [Choice(one.value, one.label, census.of("kind", one.value)) for one in KINDS],
    }


def _rows(model: type[Model], name: str, census: Census) -> list[Choice]:
    return [Choice(row.code, row.name, census.of(name, row.pk)) for row in model.objects.all()]


def _areas(chosen: Area | None, census: Census, tree: Mapping[int | None, list[int]]) -> list[Choice]:
    """The areas directly below the chosen one, or below the district."""
    tops = [chosen.pk] if chosen else tree[None]
    areas = Area.objects.filter(parent__in=tops)
    return [Choice(area.code, area.name, census.within(below(area.pk, tree))) for area in areas]


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
