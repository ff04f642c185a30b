"""Extents: which days figures are about, and how many figures there are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import Coalesce

from portal.statistics.models import Observation, Series


@dataclass(frozen=True)
class Extent:
    """The first and last day that the figures in force of a series are about, and how many there are."""

    first: dt.date | None = None
    last: dt.date | None = None
    count: int = 0

    @classmethod
    def of(cls, figures: Sequence[Observation]) -> Self:
        days = [day for one in figures for day in (one.period_start or one.period_end, one.period_end)]
        return cls(min(days, default=None), max(days, default=None), len(figures))


NO_FIGURES = Extent()


def extent_of(figures: QuerySet) -> Extent:
    """Of figures together; one query."""
    first = Min(Coalesce("period_start", "period_end"))
    found = figures.order_by().aggregate(first=first, last=Max("period_end"), count=Count("pk"))
    return Extent(**found)


def extents(series: Iterable[Series], at: dt.datetime) -> dict[int, Extent]:
    """By series id; one query."""
    figures = Observation.objects.known_at(at).filter(series__in=list(series)).order_by()
    first = Min(Coalesce("period_start", "period_end"))
    found = figures.values("series").annotate(first=first, last=Max("period_end"), count=Count("pk"))
    return {one.pop("series"): Extent(**one) for one in found}
