"""Search sources: the kinds of things that can be found, each declared with its record."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from portal.records.search_index import Searched


@dataclass(frozen=True)
class Hit:
    """A row that was found: its title, its address in the portal, and the texts from which a passage is shown.

    `context` says where it belongs, such as the title of its release; `figure` is the number in place.
    """

    title: str
    address: str
    texts: Sequence[str] = ()
    context: str = ""
    figure: Model | None = None


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `rows` gives everything public of the model at a time, and nothing else decides what is found; the model says in
    `searched` which columns are compared. `through` names rows that it belongs to, by the path to them and their
    kind: a row is also found by their names. `hits` makes what is shown of some rows by a fixed number of queries.
    What is `suggested` is offered while typing.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    rows: Callable[[dt.datetime], QuerySet]
    hits: Callable[[list[Any], dt.datetime], list[Hit]]
    through: Mapping[str, str] = field(default_factory=dict)
    suggested: bool = False
    order: int = 100

    @property
    def searched(self) -> Searched:
        return self.model.searched


#: By kind; `portal.records.registry` adds each.
sources: dict[str, Source] = {}


def in_order() -> list[Source]:
    """All sources as they are shown."""
    return sorted(sources.values(), key=lambda source: source.order)
