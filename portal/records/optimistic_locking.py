"""What grids of rows have in common: several people fill them, and nobody overwrites another unknowingly.

A form says of each row what the draft held when it was opened (`seen`), as texts by column; whoever saves a row that
has become something else since is told first.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.records.columns import plain
from portal.records.errors import Conflict, Invalid
from portal.records.findings import Finding

Texts = Mapping[str, str]


class Unsound(Invalid):
    """Cells hold what cannot be saved as it stands. `findings`: by row, what is wrong in it."""

    def __init__(self, findings: list[tuple[str, Finding]]) -> None:
        super().__init__(_("Nothing was saved yet: see the notes beside the boxes."))
        self.findings = findings


class Overtaken(Conflict):
    """Somebody else has saved rows that the form was opened before. `rows`: by code, the row as it is now."""

    def __init__(self, rows: Mapping[str, Model | None]) -> None:
        super().__init__(
            _("Nothing was saved: somebody else has saved some of these rows since you opened them.")
        )
        self.rows = rows


def text_of(value: object) -> str:
    """The one way of writing a value, so that equal values are equal texts."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


class Entry:
    """What an official enters of one row: a field for each of `columns`, and what the draft held when they began."""

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
        """Whether the official changed anything of what they saw."""
        if self.is_empty and not self.says_something(self.seen):
            return False
        return any(self.texts[column] != self.seen.get(column, "") for column in self.columns)

    def differs_from(self, stored: Texts) -> bool:
        """Whether the row is neither what was seen nor what is entered: somebody else has made it something third."""
        seen = {column: self.seen.get(column, "") for column in self.columns}
        return dict(stored) not in (seen, self.texts)

    def write_to(self, row: Model) -> Model:
        """Give the row, which is not saved yet, what was entered."""
        for column in self.columns:
            setattr(row, column, getattr(self, column))
        return row


def texts_of(row: Model | Entry, columns: Collection[str]) -> dict[str, str]:
    """What a row or an entry holds in each column, as a form says it."""
    return {
        column: text_of(row.section_id if column == "section" else getattr(row, column)) for column in columns
    }


def refuse_overtaken(
    rows: Mapping[str, Any], touched: Mapping[str, Entry], as_text: Callable[[Model | None], Texts]
) -> None:
    """Two people may save different rows at once; of the same row the second is told first.

    `rows`: by code, each with the `draft` that it holds now.
    """
    changed = {
        code: rows[code].draft
        for code, entry in touched.items()
        if code in rows and entry.differs_from(as_text(rows[code].draft))
    }
    if changed:
        raise Overtaken(changed)
