"""Things that documents name, such as the projects of a programme: what checks of the kind `count` count."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from portal.records.registry import declared
from portal.statistics.models import Check


@dataclass(frozen=True)
class Named:
    """The codes of things that releases name. `year`: only a figure of that year says how many there are."""

    things: frozenset[str] = frozenset()
    year: int | None = None


@dataclass(frozen=True)
class NamedThings:
    """One sort of things. A check counts those of `programme:back-streets-2022`: the sort and a row of `model`.

    `named(codes, releases)`: what these releases name, by the code of the row that the things belong to.
    """

    sort: str
    model: type[Model]
    named: Callable[[Collection[str], Collection[int]], Mapping[str, Named]]


def sorts() -> dict[str, NamedThings]:
    return {things.sort: things for things in declared("NAMED_THINGS")}


def named_by(checks: Iterable[Check], releases: Collection[int]) -> dict[str, Named]:
    """What the releases name, by the `counts` of the checks; one query a sort."""
    codes: dict[str, list[str]] = {}
    for check in checks:
        sort, _mark, code = check.counts.partition(":")
        codes.setdefault(sort, []).append(code)
    return {
        f"{sort}:{code}": named
        for sort, wanted in codes.items()
        for code, named in sorts()[sort].named(wanted, releases).items()
    }
