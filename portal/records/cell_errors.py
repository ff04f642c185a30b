"""What is wrong in a workbook, told so that the person who filled it can find the cell and mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: Longest part of a cell that a message quotes.
QUOTED = 60
#: How many of the allowed values a message names.
NAMED = 8


class BadCell(ValueError):
    """A cell does not hold what its column takes. The text says what is allowed."""


class UnreadableWorkbook(ValueError):
    """A file is no workbook, or none that is safe to open. The text says why and what would be."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: sheet, row as Excel counts it, column code, what was found, what is allowed."""

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
    """The text in quotation marks, on one line and cut where it is long."""
    text = " ".join(text.split())
    return f"“{text[: QUOTED - 1]}…”" if len(text) > QUOTED else f"“{text}”"


def named(words: Iterable[str]) -> str:
    """The first few words of a list, and how many more there are."""
    words = list(words)
    more = len(words) - NAMED
    if more <= 0:
        return str(_(", ")).join(words)
    return ngettext("%(words)s and %(more)d more", "%(words)s and %(more)d more", more) % {
        "words": str(_(", ")).join(words[:NAMED]),
        "more": more,
    }


def choose_from(found: str, allowed: dict[str, str]) -> str:
    """What is allowed in place of `found`: the closest first, else the first few.

    `allowed` gives, for every word that a person may have meant (a code, a name, another name), the code to write.
    """
    codes = list(dict.fromkeys(allowed.values()))
    if not codes:
        return _("there is none yet.")
    close = get_close_matches(found, allowed, n=3, cutoff=0.6)
    close += [word for word in allowed if found in word and len(found) > 1][:3]
    if close:
        return _("did you mean %(codes)s?") % {"codes": named(dict.fromkeys(allowed[word] for word in close))}
    return _("allowed: %(codes)s.") % {"codes": named(codes)}
