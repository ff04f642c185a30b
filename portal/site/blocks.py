"""Blocks: the parts of the front page and of sector and area pages that apps contribute."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.records.registry import declared


@dataclass(frozen=True)
class Block:
    """A part of a page: a template, and what it shows at a moment. `order` decides its place among the others.

    `context` gives the names that the template uses, or an empty dict where there is nothing to show: then the block
    is left out. It is asked with the moment, and where a page is about a sector or an area with that before it.
    """

    template: str
    context: Callable[..., dict[str, Any]]
    order: int = 0


def filled(constant: str, *asked: object) -> list[tuple[str, dict[str, Any]]]:
    """Template and content of each block declared under the constant that has something to show.

    `asked` is what the contexts are asked with.
    """
    blocks = sorted(declared(constant), key=lambda block: block.order)
    contents = ((block.template, block.context(*asked)) for block in blocks)
    return [(template, content) for template, content in contents if content]
