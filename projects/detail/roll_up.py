"""Numbers of the projects of a programme, added up: beneficiaries by unit, money by the word that was printed for it.

Nothing is added that would count a thing twice: a project and the one that it continues may state the same money, and
projects at one place the same households.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.areas.models import Area
from portal.statistics.sums import Sum, Term
from projects.models import Benefit, Funding, FundingSource, Undertaking, UndertakingPredecessor

#: By what tells sums apart: the sum, or None if the numbers must not be added, and how many projects state one.
Sums = dict[tuple, tuple[Sum | None, int]]
#: By project, its number.
Stated = dict[int, Term]
Overlap = Callable[[Collection[int]], bool]


def benefit_sums(at: dt.datetime) -> Mapping[int, Sums]:
    """By programme the benefits of its projects, by unit and kind; four queries."""
    stated = _stated(Benefit.objects.known_at(at).order_by("unit", "-kind"), "value", "unit", "kind")
    several = [one for sums in stated.values() for terms in sums.values() if len(terms) > 1 for one in terms]
    return _sums(stated, Places.of(several).overlap)


def cost_sums(at: dt.datetime) -> Mapping[int, Sums]:
    """By programme the total cost of its projects, by the word printed for it; two queries."""
    totals = Funding.objects.known_at(at).filter(source=FundingSource.TOTAL).order_by("-kind")
    return _sums(_stated(totals, "amount", "kind"), Continuations.all().overlap)


def _stated(known: QuerySet, number: str, *by: str) -> Mapping[int, Mapping[tuple, Stated]]:
    """By programme, and by what must not be added: what each project states. It states it once."""
    found: dict[int, dict[tuple, Stated]] = defaultdict(lambda: defaultdict(dict))
    columns = ("undertaking__programme", "undertaking", number, "qualifier", "as_printed", *by)
    for programme, project, *term, key in _rows(known.exclude(undertaking__programme=None), columns):
        found[programme][key][project] = Term(*term)
    return found


def _rows(rows: QuerySet, columns: tuple[str, ...]) -> Iterable[tuple]:
    """The first five columns, and the others as one."""
    return ((*row[:5], row[5:]) for row in rows.values_list(*columns))


def _sums(stated: Mapping[int, Mapping[tuple, Stated]], overlap: Overlap) -> Mapping[int, Sums]:
    return {
        programme: {
            key: (None if len(terms) > 1 and overlap(terms) else Sum.of(terms.values()), len(terms))
            for key, terms in sums.items()
        }
        for programme, sums in stated.items()
    }


@dataclass(frozen=True)
class Continuations:
    """Which projects each continues."""

    predecessors: Mapping[int, Collection[int]]

    @classmethod
    def all(cls) -> "Continuations":
        found: dict[int, list[int]] = defaultdict(list)
        links = UndertakingPredecessor.objects.order_by()
        for later, earlier in links.values_list("from_undertaking", "to_undertaking"):
            found[later].append(earlier)
        return cls(found)

    def overlap(self, projects: Collection[int]) -> bool:
        """Whether one of the projects continues another of them, at once or through others."""
        ahead, seen = [one for project in projects for one in self.predecessors.get(project, ())], set()
        while ahead:
            earlier = ahead.pop()
            if earlier in projects:
                return True
            if earlier not in seen:
                seen.add(earlier)
                ahead += self.predecessors.get(earlier, ())
        return False


@dataclass(frozen=True)
class Places:
    """The areas of projects, and of each area the wider ones."""

    areas: Mapping[int, set[int]]
    parents: Mapping[int, int | None]
    continuations: Continuations

    @classmethod
    def of(cls, projects: Collection[int]) -> "Places":
        areas: dict[int, set[int]] = defaultdict(set)
        links = Undertaking.areas.through.objects.filter(undertaking__in=projects)
        for project, area in links.values_list("undertaking", "area"):
            areas[project].add(area)
        parents = dict(Area.objects.values_list("pk", "parent")) if areas else {}
        return cls(areas, parents, Continuations.all())

    def overlap(self, projects: Collection[int]) -> bool:
        """Whether two of the projects are at one place, or one lies within the place of another."""
        if self.continuations.overlap(projects):
            return True
        taken: dict[int, int] = {}
        for project in projects:
            for area in self.areas.get(project, ()):
                if taken.setdefault(area, project) != project:
                    return True
        return any(
            taken.get(wider, project) != project
            for area, project in taken.items()
            for wider in self._around(area)
        )

    def _around(self, area: int) -> Iterable[int]:
        """Every wider area."""
        wider = self.parents[area]
        while wider is not None:
            yield wider
            wider = self.parents[wider]
