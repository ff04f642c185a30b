"""Periods of figures: their names, and which may be compared.

A year to date, or a count since a day of each year, compares only with the same days of another year, a month with the
same month a year before or the previous month, a point in time or a running total with any earlier one. Other pairs are
never subtracted.
"""

import datetime as dt
import enum
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.statistics.codes import Basis
from portal.web.numbers import is_english

ONE_DAY = dt.timedelta(days=1)
#: Month and day, apart from 1 January, which counts as a year to date, and 29 February, which most years lack.
_LONG_MONTHS = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_SHORT_MONTHS = "(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
DAY_OF_A_YEAR = f"(?!01-01)({_LONG_MONTHS}|{_SHORT_MONTHS})"


@dataclass(frozen=True)
class Period:
    """The period of a figure, both days included. No first day: a point in time, or a total with an open start.

    `year_name`: what a year that does not begin in January is called, such as 学年. `inferred`: its days are not
    printed.
    """

    start: dt.date | None
    end: dt.date
    basis: str
    year_name: str = ""
    inferred: bool = field(default=False, compare=False)

    @property
    def year(self) -> int:
        """The year that it belongs to: that of 2022/23 is 2022."""
        return self.start.year if self.start and self.basis == Basis.CUMULATIVE else self.end.year

    @property
    def label(self) -> str:
        """Name in the active language: “2022”, “2022 Q1”, “January–May 2022”, “as at 23 December 2022 (inferred)” …"""
        return _("%(period)s (inferred)") % {"period": self._days} if self.inferred else self._days

    @property
    def _days(self) -> str:
        end = date_format(self.end, "DATE_FORMAT")
        if self.basis == Basis.ROLL:
            return _("roll of %(year)d") % {"year": self.end.year}
        if self.basis == Basis.POINT:
            return _("as at %(day)s") % {"day": end}
        if self.start is None:
            return _("cumulative to %(day)s") % {"day": end}
        if self.basis == Basis.CUMULATIVE and self.year_name:
            return self._label_of_named_year(end)
        if months := self._label_of_months():
            return months
        first = date_format(self.start, "DATE_FORMAT")
        if self.start.year == self.end.year:  # the year is named once: “1 January to 23 December 2022”
            if is_english():
                first = date_format(self.start, "j F")
            else:
                end = f"{self.end.month}月{self.end.day}日"
        return _("%(first)s to %(last)s") % {"first": first, "last": end}

    def _label_of_named_year(self, end: str) -> str:
        """“school year 2022/23, to 31 March 2023”; without the day once the year is over."""
        years = f"{self.start.year}/{(self.start.year + 1) % 100:02}"
        named = pgettext("years, such as 2022/23", "%(name)s %(years)s") % {
            "name": self.year_name,
            "years": years,
        }
        if first_day(f"{self.start:%m-%d}", self.end + ONE_DAY) != self.start:
            return named
        return _("%(period)s, to %(day)s") % {"period": named, "day": end}

    def _label_of_months(self) -> str | None:
        """The label of a period of whole calendar months of one year, otherwise None."""
        start, end = self.start, self.end
        if start.day != 1 or (end + dt.timedelta(days=1)).day != 1 or start.year != end.year:
            return None
        if (start.month, end.month) == (1, 12):
            return pgettext("period", "%(year)d") % {"year": start.year}
        if end.month - start.month == 2 and end.month % 3 == 0:  # noqa: PLR2004 - three months
            return _("%(year)d Q%(quarter)d") % {"year": start.year, "quarter": end.month // 3}
        if start.month == end.month:
            return date_format(start, "YEAR_MONTH_FORMAT")
        if is_english():
            return f"{start:%B}–{end:%B %Y}"
        return f"{start.year}年{start.month}—{end.month}月"


def first_day(counted_from: str, day: dt.date) -> dt.date:
    """The day on or before that one on which the count last began; `counted_from`: its month and day, such as 09-01."""
    year = day.year - (f"{day:%m-%d}" < counted_from)
    return dt.date.fromisoformat(f"{year}-{counted_from}")


class Likeness(enum.IntEnum):
    """How an earlier period compares with a later one; lower is better."""

    SAME_SPAN = 1  # the same days of an earlier year (同比)
    JUST_BEFORE = 2  # equally long, ending the day before (环比)
    EARLIER_STATE = 3  # a point in time, or a running total, at an earlier date


def likeness(period: Period, earlier: Period) -> Likeness | None:
    """How the earlier period compares with the later, both of one indicator; None if they are not comparable."""
    if earlier.end >= period.end:
        return None
    if period.start is None or earlier.start is None:
        return Likeness.EARLIER_STATE if period.start is earlier.start is None else None
    if is_same_span(period, earlier):
        return Likeness.SAME_SPAN
    if period.basis == Basis.PERIOD and is_just_before(period, earlier):
        return Likeness.JUST_BEFORE
    return None


def is_same_span(period: Period, earlier: Period) -> bool:
    """Whether both have the same first and last day in different years; 28 and 29 February count as one."""
    years = period.end.year - earlier.end.year
    return (
        years > 0
        and period.start.year - earlier.start.year == years
        and day_of_year(period.start) == day_of_year(earlier.start)
        and day_of_year(period.end) == day_of_year(earlier.end)
    )


def day_of_year(day: dt.date) -> tuple[int, int]:
    """Month and day, with the last day of February as the 29th."""
    is_last_of_february = day.month == 2 and (day + ONE_DAY).month == 3  # noqa: PLR2004 - months
    return (2, 29) if is_last_of_february else (day.month, day.day)


def is_just_before(period: Period, earlier: Period) -> bool:
    """Whether the earlier period ends where the other begins and is equally long: in whole months, or in days."""
    if earlier.end + ONE_DAY != period.start:
        return False
    lengths = whole_months(period), whole_months(earlier)
    if all(lengths):
        return lengths[0] == lengths[1]
    return period.end - period.start == earlier.end - earlier.start


def whole_months(period: Period) -> int:
    """The length in calendar months; 0 unless it starts and ends with a month."""
    after = period.end + ONE_DAY
    if period.start.day != 1 or after.day != 1:
        return 0
    return (after.year - period.start.year) * 12 + after.month - period.start.month
