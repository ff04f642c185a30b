"""Blocks: parts of the home page, sector pages and area pages, declared by apps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.records.registry import declared

#: The order of blocks that stand before everything else on a sector's page.
FIRST = -10


@dataclass(frozen=True)
class Block:
    """A part of a page: a template, its context, and its place among the others.

    `context` is called with the moment, on pages about a sector or an area with that first. An empty dict leaves the
    block out. A negative order puts it before everything else on a sector's page.
    """

    template: str
    context: Callable[..., dict[str, Any]]
    order: int = 0


def filled(
    constant: str, *arguments: object, only: Callable[[Block], bool] = lambda _block: True
) -> list[tuple[str, dict[str, Any]]]:
    """Template and context of each block declared under the constant, without empty ones."""
    blocks = sorted(filter(only, declared(constant)), key=lambda block: block.order)
    contents = ((block.template, block.context(*arguments)) for block in blocks)
    return [(template, content) for template, content in contents if content]
