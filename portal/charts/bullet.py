"""A result against its target: a bar as long as the result, and a line with a diamond where the target lies."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.charts.data import Datum
from portal.charts.lettering import width
from portal.charts.marks import CARD, Bar, Frame, Label, Line, Mark, Scene, Symbol
from portal.charts.scales import Linear, round_ticks, tick_texts


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
        bottom = text + 58
        marks = [*self._bars(frame, x), *_axis(frame, x, bottom + text * 1.5, texts)]
        return Scene(frame, round(bottom + text * 3.4), tuple(marks))

    def card(self) -> Scene:
        """The same without an axis, for a card."""
        x = Linear(self.ticks, 10, CARD.width - 10)
        return Scene(CARD, round(CARD.text * 2.5 + 58), tuple(self._bars(CARD, x)))

    def _bars(self, frame: Frame, x: Linear) -> Iterator[Mark]:
        text, top, zero = frame.text, frame.text + 26, x(Decimal(0))
        result, goal = x(self.actual.value), x(self.target.value)
        yield Bar("chart-track", x.start, top, x.end - x.start, 28)
        css = "chart-bar" if self.actual.is_sure else "chart-bar chart-unsure"
        yield Bar(css, min(zero, result), top, max(abs(result - zero), 2), 28)
        yield Line("chart-goal", goal, top - 12, goal, top + 34)
        yield Symbol(
            "chart-target" if self.target.is_sure else "chart-target chart-unsure", "diamond", goal, top - 12
        )
        label = self.target.label
        yield Label("chart-label-target", frame.clamped(goal, label), text * 0.95, label, text, "middle")
        label = _("actual %(value)s") % {"value": self.actual.label}
        yield Label("chart-label", frame.clamped(result, label), top + 34 + text, label, text, "middle")


def _axis(frame: Frame, x: Linear, y: float, texts: list[str]) -> Iterator[Mark]:
    """The ticks under the bar; a text that would touch the one before it is left out."""
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
    """What is not plain from the labels: hollow shapes and figures that were revised."""
    entries: list[tuple[Mark, str]] = []
    if not actual.is_sure:
        entries.append((Bar("chart-bar chart-unsure", 2, 6, 20, 12), actual.status))
    if not target.is_sure:
        entries.append((Symbol("chart-target chart-unsure", "diamond", 12, 12), target.status))
    return entries
