"""Workbook errors, worded so that the person who filled in the workbook can find and fix the cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Characters of a cell that a message quotes at most.
QUOTED = 60
#: Allowed values that a message lists at most.
NAMED = 8


class BadCell(ValueError):
    """A cell whose text its column does not accept. The message says what is allowed."""


class UnreadableWorkbook(ValueError):
    """A file that is not a workbook, or not one that is safe to open. The message says why."""


@dataclass(frozen=True)
class Problem:
    """One error: sheet, row as Excel counts it, column code, the value found, and what is allowed."""

    sheet: str
    message: str
    row: int | None = None
    column: str = ""
    found: str = ""

    def __str__(self) -> str:
        place = [self.sheet]
        if self.row is not None:
            place.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            place.append(self.column)
        where = str(_(", ")).join(filter(None, place))
        found = quoted(self.found) if self.found else ""
        return str(_(": ")).join(filter(None, (where, found, self.message)))


def quoted(text: str) -> str:
    """The text in quotation marks, on one line, truncated if long."""
    text = " ".join(text.split())
    return f"“{text[: QUOTED - 1]}…”" if len(text) > QUOTED else f"“{text}”"


def named(words: Iterable[str], most: int = NAMED) -> str:
    """The first few words of a list, and the number of the rest."""
    words = list(words)
    first, more = str(_(", ")).join(words[:most]), len(words) - most
    if more <= 0:
        return first
    return ngettext("%(words)s and %(more)d more", "%(words)s and %(more)d more", more) % {
        "words": first,
        "more": more,
    }


def choose_from(found: str, allowed: dict[str, str]) -> str:
    """The allowed values: those closest to `found`, or else the first few.

    `allowed` maps every accepted word (a code, a name, an alias) to the code to write.
    """
    codes = list(dict.fromkeys(allowed.values()))
    if not codes:
        return _("none exists yet.")
    close = get_close_matches(found, allowed, n=3, cutoff=0.6)
    close += [word for word in allowed if found in word and len(found) > 1][:3]
    if close:
        return _("did you mean %(codes)s?") % {"codes": named(dict.fromkeys(allowed[word] for word in close))}
    return _("allowed: %(codes)s.") % {"codes": named(codes)}
