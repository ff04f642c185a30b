"""Scales: map values and days to coordinates, with ticks at round numbers and starts of months and years."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format

from portal.web.numbers import MYRIADS, exact, is_english

ROUND = (Decimal(1), Decimal(2), Decimal(5))
#: Tick intervals in months.
MONTHS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
YEAR = 12


@dataclass(frozen=True)
class Linear:
    """Maps values between the first and last tick to coordinates between `start` and `end`."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + float((value - low) / (high - low)) * (self.end - self.start)


def round_ticks(
    values: Iterable[Decimal], *, most: int = 5, whole: bool = False, percent: bool = False
) -> tuple[Decimal, ...]:
    """Round numbers from 0 that cover the values; 0 to 100 for rates in that range.

    Below 0 only if a value is. `whole`: counts have no fractional ticks.
    """
    values = [*values, Decimal(0)]
    low, high = min(values), max(values)
    if percent and low >= 0 and high <= 100:  # noqa: PLR2004 - per cent
        high = Decimal(100)
    elif low == high:
        high = Decimal(1)
    for step in _round_steps(whole):
        first, last = _floor(low, step), -_floor(-high, step)
        if (last - first) / step <= most:
            return tuple(first + step * n for n in range(int((last - first) / step) + 1))
    raise AssertionError("steps grow without end")


def _round_steps(whole: bool) -> Iterator[Decimal]:  # noqa: FBT001
    for power in range(0 if whole else -6, 40):
        yield from (one.scaleb(power) for one in ROUND)


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value("ROUND_FLOOR") * step


def tick_texts(ticks: tuple[Decimal, ...], symbol: str = "") -> list[str]:
    """Tick labels: in Chinese all in the 亿 or 万 of the largest, with % if that is the unit."""
    word, size = "", Decimal(1)
    if not is_english():
        word, size = next(((w, s) for w, s in MYRIADS if abs(ticks[-1]) >= s), ("", size))
    percent = symbol if symbol == "%" else ""
    return [exact(tick / size) + (word if tick else "") + percent for tick in ticks]


@dataclass(frozen=True)
class Days:
    """Maps days between the first and last tick to coordinates between `start` and `end`; a day has a width."""

    ticks: tuple[dt.date, ...]
    months: int
    start: float
    end: float

    def begin(self, day: dt.date) -> float:
        """Coordinate of the start of the day."""
        return self._place(day.toordinal())

    def finish(self, day: dt.date) -> float:
        """Coordinate of the end of the day."""
        return self._place(day.toordinal() + 1)

    def _place(self, ordinal: int) -> float:
        low, high = self.ticks[0].toordinal(), self.ticks[-1].toordinal()
        return self.start + min((ordinal - low) / (high - low), 1) * (self.end - self.start)


def day_ticks(first: dt.date, last: dt.date, *, most: int = 6) -> tuple[tuple[dt.date, ...], int]:
    """Starts of months, quarters, years … that enclose both days, and the interval in months."""
    for months in MONTHS:
        low = (first.year * YEAR + first.month - 1) // months
        high = (last.year * YEAR + last.month - 1) // months + 1
        if high - low <= most or months == MONTHS[-1]:
            ticks = [_month(n * months) for n in range(low, high + 1)]
            return tuple(dict.fromkeys(ticks)), months
    raise AssertionError("the longest step covers every calendar")


def _month(number: int) -> dt.date:
    """The first day of that month, counted from year 0; clamped to the range of the calendar."""
    year, month = divmod(number, YEAR)
    return (
        dt.date.min
        if year < dt.MINYEAR
        else dt.date.max
        if year > dt.MAXYEAR
        else dt.date(year, month + 1, 1)
    )


def day_texts(ticks: tuple[dt.date, ...], months: int) -> list[str]:
    """Tick labels: the year at the first tick and each January, otherwise the month alone."""
    if months >= YEAR:
        return [date_format(day, "Y") if is_english() else f"{day.year}年" for day in ticks]
    return [_month_text(day, with_year=index == 0 or day.month == 1) for index, day in enumerate(ticks)]


def _month_text(day: dt.date, *, with_year: bool) -> str:
    if is_english():
        return f"{day:%b} {day.year}" if with_year else f"{day:%b}"
    return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"
