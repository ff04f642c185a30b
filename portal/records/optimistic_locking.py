"""Optimistic locking for grids of rows that several officials fill in.

A form submits, for each row, the draft as it was when the form was opened (`seen`: texts by column). A row that has
changed since is not saved, and the official sees the current row first; so are rows that are wrong. All others are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model

from portal.records.columns import plain
from portal.records.findings import Finding

Texts = Mapping[str, str]


@dataclass(frozen=True)
class SavedSheet:
    """How many rows were written, how many removed from the draft, and what was left out, by code of the row.

    `findings`: what is wrong with a row; `conflicts`: rows that somebody else has saved meanwhile, as they are now.
    """

    written: int
    removed: int
    findings: Sequence[tuple[str, Finding]] = ()
    conflicts: Mapping[str, Model | None] = field(default_factory=dict)

    @property
    def left_out(self) -> set[str]:
        return {code for code, _finding in self.findings} | set(self.conflicts)


class RowEntry:
    """One submitted row: a field for each of `columns`, and the draft as it was when the form was opened."""

    columns: ClassVar[tuple[str, ...]]
    says_something: ClassVar[Callable[[Texts], bool]]
    section: Model | None
    seen: Texts

    @property
    def section_id(self) -> int | None:
        return self.section.pk if self.section else None

    @property
    def texts(self) -> dict[str, str]:
        return texts_of(self, self.columns)

    @property
    def is_empty(self) -> bool:
        return not self.says_something(self.texts)

    @property
    def is_touched(self) -> bool:
        """Whether the official changed anything in the row."""
        if self.is_empty and not self.says_something(self.seen):
            return False
        return any(self.texts[column] != self.seen.get(column, "") for column in self.columns)

    def write_to(self, row: Model) -> Model:
        """Copy the entered values to the row, without saving it."""
        for column in self.columns:
            setattr(row, column, getattr(self, column))
        return row


def texts_of(row: Model | RowEntry, columns: Collection[str]) -> dict[str, str]:
    """The values of a row or an entry, as form texts by column; equal values give equal texts, False none."""
    values = {column: row.section_id if column == "section" else getattr(row, column) for column in columns}
    return {
        column: ""
        if value is None or value is False
        else plain(value)
        if isinstance(value, Decimal)
        else str(value)
        for column, value in values.items()
    }


def edit_conflicts(
    rows: Mapping[str, Any], touched: Mapping[str, RowEntry], as_text: Callable[[Model | None], Texts]
) -> dict[str, Model | None]:
    """The rows that somebody else has changed since, as they are now; edits to different rows do not conflict.

    `rows`: by code, each with its current `draft`.
    """
    changed = {}
    for code, entry in touched.items():
        if code in rows:
            seen = {column: entry.seen.get(column, "") for column in entry.columns}
            draft = rows[code].draft
            if dict(as_text(draft)) not in (seen, entry.texts):  # neither the form as opened nor the entry
                changed[code] = draft
    return changed
