"""Periods of figures, and their names."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.web.numbers import is_english


@dataclass(frozen=True)
class Period:
    """The period of a figure, both days included. No first day: a point in time, or a total with an open start."""

    start: dt.date | None
    end: dt.date
    basis: str

    @property
    def label(self) -> str:
        """Name in the active language: “2022”, “2022 Q1”, “January–May 2022”, “as at 23 December 2022” …"""
        end = _day(self.end)
        if self.basis == "point":
            return _("as at %(day)s") % {"day": end}
        if self.start is None:
            return _("cumulative to %(day)s") % {"day": end}
        return self._whole_months() or _("%(first)s to %(last)s") % dict(
            zip(("first", "last"), self._ends(), strict=True)
        )

    def _ends(self) -> tuple[str, str]:
        """The first and last day; a shared year is named once, where the language allows."""
        if self.start.year != self.end.year:
            return _day(self.start), _day(self.end)
        if is_english():
            return date_format(self.start, "j F"), _day(self.end)
        return _day(self.start), f"{self.end.month}月{self.end.day}日"

    def _whole_months(self) -> str | None:
        """Name of a period of whole calendar months, otherwise None."""
        start, end = self.start, self.end
        if start.day != 1 or (end + dt.timedelta(days=1)).day != 1 or start.year != end.year:
            return None
        names = {
            "year": start.year,
            "first": start.month,
            "last": end.month,
            "quarter": end.month // 3,
        }
        if (start.month, end.month) == (1, 12):
            return pgettext("period", "%(year)d") % names
        if end.month - start.month == 2 and end.month % 3 == 0:  # noqa: PLR2004 - three months
            return _("%(year)d Q%(quarter)d") % names
        if start.month == end.month:
            return date_format(start, "YEAR_MONTH_FORMAT")
        if is_english():
            return f"{start:%B}–{end:%B %Y}"
        return f"{start.year}年{start.month}—{end.month}月"


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
