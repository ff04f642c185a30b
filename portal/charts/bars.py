"""A breakdown for one period: a bar a value, in the order of the list, all from 0. A value not published has no bar but a word."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from portal.charts.data import Datum
from portal.charts.lettering import width, wrapped
from portal.charts.marks import Bar, Frame, Label, Line, Mark, Scene
from portal.charts.scales import Linear

HEIGHT = 20
GAP = 8
#: From this width of frame on, names stand beside the bars and not above them.
BESIDE = 500


class Bars:
    """Draws rows of heading, name and figure; a heading is written once above its rows."""

    def __init__(self, rows: Sequence[tuple[str, str, Datum]], symbol: str) -> None:
        self.rows, self.symbol = rows, symbol

    @property
    def data(self) -> list[Datum]:
        return [one for _heading, _name, one in self.rows]

    def __call__(self, frame: Frame) -> Scene:
        names = frame.width * 0.36 if frame.width >= BESIDE else 0
        values = max(width(one.label, frame.text) for one in self.data)
        known = [one.value for one in self.data if one.value is not None]
        high = Decimal(100) if self.symbol == "%" and max(known) <= 100 else max(known)  # noqa: PLR2004
        scale = Linear(
            (Decimal(0), high or Decimal(1)),
            names + GAP * bool(names) + 1,
            max(frame.width - values - GAP, names + 60),
        )
        marks: list[Mark] = []
        top, group = 0.0, ""
        for heading, title, one in self.rows:
            if heading != group:
                group = heading
                top += GAP * bool(marks)
                marks += (lines := _lines("chart-group", heading, frame, 0, top, frame.width))
                top += len(lines) * frame.text * 1.35 + GAP / 2
            row, top = self._row(title, one, frame, scale, names, top)
            marks += row
        return Scene(frame, round(top), tuple(marks))

    def _row(
        self, title: str, one: Datum, frame: Frame, scale: Linear, names: float, top: float
    ) -> tuple[list[Mark], float]:
        """The marks of one figure, and where the next begins."""
        name = _lines("chart-name", title, frame, 0, top, names or frame.width)
        deep = len(name) * frame.text * 1.35
        bar_top = top + (max(deep - HEIGHT, 0) / 2 if names else deep + 2)
        marks = [*name, *self._bar(one, frame, scale, bar_top)]
        return marks, max(bar_top + HEIGHT, top + deep) + GAP * 1.25

    def _bar(self, one: Datum, frame: Frame, scale: Linear, top: float) -> Iterator[Mark]:
        end = scale.start if one.value is None else scale(one.value)
        if self.symbol == "%" and one.value is not None:
            yield Bar("chart-track", scale.start, top, scale.end - scale.start, HEIGHT)
        if one.value is not None:
            css = "chart-goal-bar" if one.is_target else "chart-bar"
            yield Bar(css if one.is_sure else f"{css} chart-unsure", scale.start, top, end - scale.start, HEIGHT)
            yield Line("chart-axis", scale.start, top - 2, scale.start, top + HEIGHT + 2)
        place = scale.end if self.symbol == "%" and one.value is not None else end
        baseline = top + HEIGHT / 2 + frame.text * 0.35
        css = "chart-label" if one.value is not None else "chart-none"
        yield Label(css, place + GAP, baseline, one.label, frame.text)


def _lines(css: str, text: str, frame: Frame, x: float, top: float, room: float) -> list[Label]:
    return [
        Label(css, x, top + frame.text * (1 + 1.35 * index), line, frame.text)
        for index, line in enumerate(wrapped(text, frame.text, room))
    ]


def legend(data: Sequence[Datum]) -> list[tuple[Mark, str]]:
    """What hollow bars mean, by the words of their statuses."""
    words = dict.fromkeys(one.status for one in data if one.value is not None and not one.is_sure)
    return [(Bar("chart-bar chart-unsure", 2, 6, 20, 12), word) for word in words]


