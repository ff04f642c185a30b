"""Raw sheets: text cells, not yet interpreted."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from portal.records.columns import plain, tidy

#: Larger sheets are not plausible.
LONGEST, WIDEST = 100_000, 200


@dataclass
class RawSheet:
    """A sheet under its name in the file: the text of each cell by row, blank rows included.

    `formulas` has the text of each formula by row number, counted from 1 as in Excel, and column index.
    """

    name: str
    rows: list[list[str]]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def text_of(cell: object) -> str:
    """A cell as text. A number keeps the shortest digits that identify it in Excel and Python."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return plain(Decimal(repr(cell)))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return tidy(str(cell))
