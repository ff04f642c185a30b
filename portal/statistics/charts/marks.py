"""Chart marks: shapes with a class, drawn as SVG with presentation attributes only.

Coordinates are view box units. Colours, dashes and weights are in `static/css/charts.css`.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.statistics.charts.lettering import width

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

#: Outlines around the origin, and their extent. Results are circles and targets are diamonds.
SHAPES = {
    "circle": ("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", 6.0),
    "diamond": ("M0-8 8 0 0 8-8 0z", 8.0),
    "ring": ("M-10 0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z", 10.0),
}


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
