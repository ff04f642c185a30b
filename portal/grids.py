"""What grids of rows have in common: several people fill them, and nobody overwrites another unknowingly.

A form says of each row what the draft held when it was opened (`seen`), as texts by column; whoever saves a row that
has become something else since is told first.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.actions.errors import Conflict, Invalid
from portal.workbook.columns import plain

Texts = Mapping[str, str]
#: Row, column, and what is wrong there.
Finding = tuple[str, str, str]


class Unsound(Invalid):
    """Cells hold what cannot be saved as it stands. `findings` says which, and what would be right."""

    def __init__(self, findings: list[Finding]) -> None:
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


def differs(stored: Texts, seen: Texts, entered: Texts, columns: Collection[str]) -> bool:
    """Whether the row is neither what was seen nor what is entered: somebody else has made it something third."""
    return dict(stored) not in ({column: seen.get(column, "") for column in columns}, dict(entered))
