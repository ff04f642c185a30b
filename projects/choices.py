"""How many projects each choice of each filter would leave, with the other filters as they are.

Nothing is counted beyond MOST_COUNTED: a page says “1,000+”, and a count costs the same however many there are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from portal.models import Area, Department, Sector
from projects.filters import FIRST_YEAR, LAST_YEAR, LATE, SILENT, ProjectFilter
from projects.models import Category, Stage, Undertaking, UndertakingArea

MOST_COUNTED = 1000


@dataclass(frozen=True)
class Count:
    """A number of projects, counted as far as MOST_COUNTED; `more` says that there are more."""

    number: int
    more: bool = False

    @classmethod
    def of(cls, counted: int) -> "Count":
        return cls(min(counted, MOST_COUNTED), counted > MOST_COUNTED)


@dataclass(frozen=True)
class CountedChoice:
    """A value of a filter, what it is called, and how many projects it would leave."""

    value: str
    label: str | Promise
    count: Count
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """Choices of one filter: value, label and key of each.

    `narrow` leaves of some rows those of a choice, whose key stands in the SQL as `choice.key`, of the type `kind`.
    """

    name: str
    choices: list[tuple[str, str | Promise, Any]]
    kind: str
    narrow: Callable[[QuerySet], QuerySet]


def count_of(rows: QuerySet) -> Count:
    """How many there are; one query."""
    return Count.of(rows.order_by()[: MOST_COUNTED + 1].count())


def choice_counts(filterset: ProjectFilter) -> dict[str, list[CountedChoice]]:
    """By filter the choices that would leave something, or are chosen, in the order of their lists.

    Of areas those directly below the chosen one, or below the district. Five queries, and those of `state`.
    """
    filterset.refuse_bad()
    facets = facets_of(filterset)
    numbers = _ask(filterset, facets)
    counted: dict[str, list[CountedChoice]] = {facet.name: [] for facet in facets}
    for facet in facets:
        chosen = filterset.data.get(facet.name, "")
        for value, label, _key in facet.choices:
            number = numbers.get((facet.name, value), 0)
            if number or value == chosen:
                counted[facet.name].append(CountedChoice(value, label, Count.of(number), value == chosen))
    return counted


def facets_of(filterset: ProjectFilter) -> list[Facet]:
    """What can be chosen by the filters of which choices are counted."""
    at = filterset.request.moment.at
    kinds = (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return [
        Facet("area", _places(filterset.form.cleaned_data["area"]), "bigint[]", _within),
        Facet("category", _rows(Category), "bigint", _equal("undertaking__category_id")),
        Facet("stage", [(one.value, one.label, one.value) for one in Stage], "text", _equal("stage")),
        Facet("state", [("late", LATE, "late")], "text", lambda rows: rows.late()),
        Facet("state", [("silent", SILENT, "silent")], "text", lambda rows: rows.silent(at)),
        Facet("department", _rows(Department), "bigint", _equal("undertaking__department_id")),
        Facet("year", [(str(one), str(one), one) for one in years], "int", _equal("undertaking__plan_year")),
        Facet("sector", _rows(Sector), "text", _equal("undertaking__sector_id")),
        Facet(
            "kind", [(one.value, one.label, one.value) for one in kinds], "text", _equal("undertaking__kind")
        ),
    ]


def _rows(model: type[Model]) -> list[tuple[str, str, Any]]:
    return [(row.code, row.name, row.pk) for row in model.objects.all()]


def _places(chosen: Area | None) -> list[tuple[str, str, list[int]]]:
    """The areas directly below the chosen one, or below the district, each with the ids of all its parts."""
    areas = {area.pk: area for area in Area.objects.all()}
    parts: dict[int, list[int]] = {}
    for pk in areas:
        way = list(_upwards(pk, areas))
        top = way.index(chosen.pk) if chosen and chosen.pk in way else len(way) - 1
        if top > 0 and (chosen is None or chosen.pk in way):
            parts.setdefault(way[top - 1], []).append(pk)
    return [(areas[pk].code, areas[pk].name, below) for pk, below in parts.items()]


def _upwards(pk: int | None, areas: Mapping[int, Area]) -> Iterator[int]:
    while pk is not None:
        yield pk
        pk = areas[pk].parent_id


def _equal(column: str) -> Callable[[QuerySet], QuerySet]:
    return lambda rows: rows.filter(**{column: RawSQL("choice.key", [])})


def _within(rows: QuerySet) -> QuerySet:
    there = UndertakingArea.objects.filter(area_id__in=RawSQL("SELECT unnest(choice.key)", []))
    return rows.filter(undertaking__in=there.values("undertaking"))


def _ask(filterset: ProjectFilter, facets: list[Facet]) -> dict[tuple[str, str], int]:
    """Filter and value → how many, counted as far as MOST_COUNTED and one more; one query."""
    parts, parameters = [], []
    for facet in filter(lambda one: one.choices, facets):
        narrowed = facet.narrow(filterset.rows_without(facet.name)).order_by().values("pk")
        try:
            found, values = narrowed[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:  # plain from the filters alone: nobody is silent before anybody has spoken
            continue
        choices = ", ".join([f"(%s, %s::{facet.kind})"] * len(facet.choices))
        parts.append(
            f"SELECT %s, choice.value, (SELECT count(*) FROM ({found}) AS found)"  # noqa: S608 - compiled by Django
            f" FROM (VALUES {choices}) AS choice(value, key)"
        )
        keys = (part for value, _label, key in facet.choices for part in (value, key))
        parameters += [facet.name, *values, *keys]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {(name, value): number for name, value, number in cursor.fetchall()}
