"""Bullet charts: a result against its target, as a bar and a line with a diamond."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics.charts.data import Datum
from portal.statistics.charts.lettering import width, wrapped
from portal.statistics.charts.marks import CARD, Bar, Frame, Label, Line, Mark, Scene, Symbol
from portal.statistics.charts.scales import Linear, round_ticks, tick_texts

HEIGHT = 28


class Bullet:
    """Draws one target and its result. `symbol` is the unit."""

    def __init__(self, target: Datum, actual: Datum, symbol: str, *, whole: bool) -> None:
        self.target, self.actual, self.symbol, self.whole = target, actual, symbol, whole

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        values = [self.target.value, self.actual.value]
        return round_ticks(values, whole=self.whole, percent=self.symbol == "%")

    def __call__(self, frame: Frame) -> Scene:
        text, ticks = frame.text, self.ticks
        texts = tick_texts(ticks, self.symbol)
        x = Linear(ticks, 10, frame.width - max(10, width(texts[-1], text) / 2))
        marks, bottom = self._bars(frame, x)
        marks += _axis(frame, x, bottom + text * 0.6, texts)
        return Scene(frame, round(bottom + text * 2.4), tuple(marks))

    def card(self) -> Scene:
        """The same without an axis, for a card: it starts at the left edge, unless the target is marked there."""
        x = Linear(self.ticks, 1, CARD.width - 10)
        if x(self.target.value) < 10:  # noqa: PLR2004 - half the mark, and its line
            x = Linear(self.ticks, 10, CARD.width - 10)
        marks, bottom = self._bars(CARD, x)
        return Scene(CARD, round(bottom + 2), tuple(marks))

    def _bars(self, frame: Frame, x: Linear) -> tuple[list[Mark], float]:
        """Target label, bar and target, result label; and their bottom edge."""
        zero, result, goal = x(Decimal(0)), x(self.actual.value), x(self.target.value)
        above, top = _lines("chart-label-target", self.target.label, goal, 0, frame)
        top += 18
        text = _("actual %(value)s") % {"value": self.actual.label}
        below, bottom = _lines("chart-label", text, result, top + HEIGHT + 8, frame)
        unsure = ["" if one.is_sure else " chart-unsure" for one in (self.actual, self.target)]
        marks = [
            Bar("chart-track", x.start, top, x.end - x.start, HEIGHT),
            Bar(f"chart-bar{unsure[0]}", min(zero, result), top, max(abs(result - zero), 2), HEIGHT),
            Line("chart-goal", goal, top - 10, goal, top + HEIGHT + 6),
            Symbol(f"chart-target{unsure[1]}", "diamond", goal, top - 10),
        ]
        return [*marks, *above, *below], bottom


def _lines(css: str, text: str, centre: float, top: float, frame: Frame) -> tuple[list[Label], float]:
    """A text centred at a position, wrapped as needed, and its bottom edge."""
    lines = wrapped(text, frame.text, frame.width)
    labels = [
        Label(
            css,
            frame.clamped(centre, line),
            top + frame.text * (0.95 + 1.25 * index),
            line,
            frame.text,
            "middle",
        )
        for index, line in enumerate(lines)
    ]
    return labels, top + frame.text * 1.25 * len(lines)


def _axis(frame: Frame, x: Linear, y: float, texts: list[str]) -> Iterator[Mark]:
    """The ticks under the bar; a label that would touch the previous one is left out."""
    yield Line("chart-axis", x.start, y, x.end, y)
    taken = 0.0
    for tick, text in zip(x.ticks, texts, strict=True):
        yield Line("chart-axis", x(tick), y, x(tick), y + 5)
        place = frame.clamped(x(tick), text)
        label = Label("chart-tick", place, y + frame.text * 1.4, text, frame.text, "middle")
        if label.box[0] >= taken:
            yield label
            taken = label.box[2] + 6


def legend(target: Datum, actual: Datum) -> list[tuple[Mark, str]]:
    """Hollow shapes and revised figures, which the labels do not explain."""
    entries: list[tuple[Mark, str]] = []
    if not actual.is_sure:
        entries.append((Bar("chart-bar chart-unsure", 2, 6, 20, 12), actual.status))
    if not target.is_sure:
        entries.append((Symbol("chart-target chart-unsure", "diamond", 12, 12), target.status))
    return entries
