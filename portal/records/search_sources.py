"""Search sources: the kinds of results, each declared with its record."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from portal.records.search_index import Searched


@dataclass(frozen=True)
class Hit:
    """A search result: its title, its address in the portal, and the texts from which the snippet is taken.

    `context` says where it belongs, such as the title of its release; `figure` is its value.
    """

    title: str
    address: str
    texts: Sequence[str] = ()
    context: str = ""
    figure: Model | None = None


@dataclass(frozen=True)
class Source:
    """One kind of search result.

    `rows` returns everything public of the model at a time, and nothing else decides what can be found; the model lists
    the columns compared in `searched`. `through` names related rows, by path and kind: a row is also found by their
    names. `hits` turns rows into results with a fixed number of queries. `suggested` kinds appear in autocomplete.
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
    """All sources in display order."""
    return sorted(sources.values(), key=lambda source: source.order)
