"""Drawing charts as SVG: text widths, marks, frames, and scales with their ticks.

Widths are estimated without font metrics, generously, so that nothing is cut off. Coordinates are view box units; marks
have a class and presentation attributes only. Colours, dashes and weights are in `static/css/charts.css`.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.web.numbers import MYRIADS, exact, is_english

#: Widths in em, from the widest common fonts (DejaVu Sans, bold).
NARROW_EM, USUAL_EM, BROAD_EM, FULL_EM = 0.4, 0.68, 0.98, 1.0
_NARROW = frozenset(" .,:;'’|!()[]ijlI·")
_BROAD = frozenset("mwMWABCDEGHKNOQRUVXYZ%@≈—…")
#: Unbreakable pieces of a text: words with trailing punctuation, and single Chinese characters.
_PIECES = re.compile(r"[ -~À-ɏ’“”–]+?(?:[ \-/]+|(?=[^ -~À-ɏ’“”–])|$)|.", re.DOTALL)
#: Characters that may not start a line.
_NEVER_FIRST = frozenset("，。、；：）》」』！？,.;:)%")

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

#: Outlines around the origin, and their extent. Results are circles and targets are diamonds.
SHAPES = {
    "circle": ("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", 6.0),
    "diamond": ("M0-8 8 0 0 8-8 0z", 8.0),
    "ring": ("M-10 0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z", 10.0),
}

ROUND = (Decimal(1), Decimal(2), Decimal(5))
#: Tick intervals in months.
MONTHS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
YEAR = 12


def width(text: str, size: float) -> float:
    """Width of a line of text at that size."""
    ems = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WFA":
            ems += FULL_EM
        elif character in _NARROW:
            ems += NARROW_EM
        else:
            ems += BROAD_EM if character in _BROAD else USUAL_EM
    return ems * size


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than the room; a word that is too wide by itself is split."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        pieces += list(piece) if width(piece.rstrip(), size) > room else [piece]
    lines: list[list[str]] = [[]]
    for piece in pieces:
        line = lines[-1]
        if line and width("".join(line) + piece.rstrip(), size) > room:
            # punctuation that may not start a line takes the previous character along, if both fit
            along = piece[0] in _NEVER_FIRST and len(line) > 1
            along = along and width(line[-1] + piece.rstrip(), size) <= room
            lines.append([line.pop()] if along else [])
        lines[-1].append(piece)
    joined = ("".join(line).strip() for line in lines)
    return [line for line in joined if line] or [""]


@dataclass(frozen=True)
class Line:
    css: str
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def box(self) -> Box:
        return min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2)

    @property
    def svg(self) -> SafeString:
        ends = [number(n) for n in (self.x1, self.y1, self.x2, self.y2)]
        return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', self.css, *ends)


@dataclass(frozen=True)
class Bar:
    css: str
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def svg(self) -> SafeString:
        sizes = [number(n) for n in (self.x, self.y, self.width, self.height)]
        return format_html('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', self.css, *sizes)


@dataclass(frozen=True)
class Symbol:
    css: str
    shape: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        reach = SHAPES[self.shape][1]
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach

    @property
    def svg(self) -> SafeString:
        place = f"translate({number(self.x)} {number(self.y)})"
        return format_html('<path class="{}" transform="{}" d="{}"/>', self.css, place, SHAPES[self.shape][0])


@dataclass(frozen=True)
class Label:
    """A line of text on its baseline; `size` is the text size of the chart, for the bounding box."""

    css: str
    x: float
    y: float
    text: str
    size: float
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def box(self) -> Box:
        wide = width(self.text, self.size)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, self.y - self.size * 0.9, left + wide, self.y + self.size * 0.25

    @property
    def svg(self) -> SafeString:
        anchor = "" if self.anchor == "start" else format_html(' text-anchor="{}"', self.anchor)
        return format_html(
            '<text class="{}" x="{}" y="{}"{}>{}</text>',
            self.css,
            number(self.x),
            number(self.y),
            anchor,
            self.text,
        )


Mark = Line | Bar | Symbol | Label


@dataclass(frozen=True)
class Frame:
    """The space for a chart: width and text size, in view box units."""

    name: str
    width: float
    text: float

    def clamped(self, centre: float, text: str) -> float:
        """The nearest centre at which the text stays within the frame."""
        half = width(text, self.text) / 2
        return min(max(centre, half), max(self.width - half, half))


#: A phone: at 320 pixels, 288 of them for the chart, text is still 12 pixels high.
NARROW = Frame("narrow", 340, 15)
WIDE = Frame("wide", 700, 16)
#: Care mode: as large as fits the narrowest phone.
LARGE = Frame("large", 236, 16)
#: A card in a grid.
CARD = Frame("card", 230, 14)


@dataclass(frozen=True)
class Scene:
    """A drawing: its frame, height and marks from back to front."""

    frame: Frame
    height: float
    marks: tuple[Mark, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {number(self.frame.width)} {number(self.height)}"

    @property
    def wide(self) -> str:
        return number(self.frame.width)

    @property
    def high(self) -> str:
        return number(self.height)

    @property
    def labels(self) -> list[Label]:
        return [mark for mark in self.marks if isinstance(mark, Label)]


def number(value: float) -> str:
    """A coordinate in as few characters as possible."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes overlap by more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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
    steps = (one.scaleb(power) for power in range(0 if whole else -6, 40) for one in ROUND)
    for step in steps:
        first, last = _floor(low, step), -_floor(-high, step)
        if (last - first) / step <= most:
            return tuple(first + step * n for n in range(int((last - first) / step) + 1))
    raise AssertionError("steps grow without end")


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
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date.max if year > dt.MAXYEAR else dt.date(year, month + 1, 1)


def day_texts(ticks: tuple[dt.date, ...], months: int) -> list[str]:
    """Tick labels: the year at the first tick and each January, otherwise the month alone."""
    texts = []
    for index, day in enumerate(ticks):
        year, month = (f"{day.year}", f"{day:%b}") if is_english() else (f"{day.year}年", f"{day.month}月")
        if months >= YEAR:
            texts.append(year)
        elif index and day.month != 1:
            texts.append(month)
        else:
            texts.append(f"{month} {year}" if is_english() else year + month)
    return texts
