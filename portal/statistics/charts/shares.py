"""Part-of-whole bars: one bar in numbered pieces, and below it a line for each with value and share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.statistics.charts.lettering import width, wrapped
from portal.statistics.charts.marks import CARD, Bar, Frame, Label, Mark, Scene

HEIGHT = 34
SWATCH = 22


@dataclass(frozen=True)
class Part:
    """One part: `label` is value and share in short, `text` is exact; `is_rest` marks the remainder."""

    name: str
    value: Decimal
    label: str
    text: str
    is_sure: bool = True
    is_rest: bool = False

    def css(self, number: int) -> str:
        """The CSS class of its piece: tones alternate, the rest is empty, uncertain values are hollow."""
        tone = "chart-rest" if self.is_rest else f"chart-part-{(number - 1) % 3 + 1}"
        return tone if self.is_sure or self.is_rest else f"{tone} chart-unsure"


class Shares:
    """Draws parts that make up their whole, in the order given."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts

    def __call__(self, frame: Frame) -> Scene:
        marks = list(self._pieces(frame, 1.0))
        top = HEIGHT + 12.0
        for number, part in enumerate(self.parts, 1):
            lines, top = _entry(frame, number, part, top)
            marks += lines
        return Scene(frame, round(top), tuple(marks))

    def card(self) -> Scene:
        """The bar and its first part, for a card."""
        lines, top = _entry(CARD, 1, self.parts[0], HEIGHT + 10)
        return Scene(CARD, round(top), (*self._pieces(CARD, 1.0), *lines))

    def _pieces(self, frame: Frame, left: float) -> Iterator[Mark]:
        whole, room = sum(part.value for part in self.parts), frame.width - 2
        for number, part in enumerate(self.parts, 1):
            wide = float(part.value / whole) * room
            yield Bar(part.css(number), left, 1, wide, HEIGHT - 2)
            if wide >= SWATCH:
                yield _digit(frame, number, part, left + wide / 2, HEIGHT / 2)
            left += wide


def _digit(frame: Frame, number: int, part: Part, x: float, y: float) -> Label:
    css = part.css(number) + " chart-digit"
    return Label(css, x, y + frame.text * 0.35, str(number), frame.text, "middle")


def _entry(frame: Frame, number: int, part: Part, top: float) -> tuple[list[Mark], float]:
    """The legend line of a part, and the top of the next: name and value on one line if they fit."""
    text, room = frame.text, frame.width - SWATCH - 8
    marks: list[Mark] = [Bar(part.css(number), 1, top, SWATCH - 2, SWATCH - 2)]
    marks.append(_digit(frame, number, part, SWATCH / 2, top + SWATCH / 2 - 1))
    joined = f"{part.name}  {part.label}"
    lines = (
        [joined]
        if width(joined, text) <= room
        else wrapped(part.name, text, room) + wrapped(part.label, text, room)
    )
    for index, line in enumerate(lines):
        marks.append(Label("chart-label", SWATCH + 8, top + text * (1.05 + 1.35 * index), line, text))
    return marks, top + max(len(lines) * text * 1.35, SWATCH) + 6
