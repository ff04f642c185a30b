"""A workbook as it was read: sheets of rows of text, before anybody knows what they mean."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from portal.records.columns import plain, tidy

#: Beyond these a sheet is no sheet that anybody has filled in.
LONGEST, WIDEST = 100_000, 200


@dataclass
class RawRow:
    """The cells of one row as text, and its number as Excel counts it."""

    number: int
    cells: list[str]


@dataclass
class RawSheet:
    """A sheet under the name it was given; `formulas` are the cells (row number, column index) that hold one."""

    name: str
    rows: list[RawRow]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass
class Workbook:
    """All sheets of a file or a folder."""

    sheets: list[RawSheet]


def text_of(cell: object) -> str:
    """A cell as text. A number keeps exactly the digits by which Excel and Python tell it from every other."""
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
