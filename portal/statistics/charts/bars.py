"""Bar charts: a breakdown for one period, a bar a value, in the given order, from 0; a word for missing values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.statistics.charts.data import Datum
from portal.statistics.charts.lettering import width, wrapped
from portal.statistics.charts.marks import Bar, Frame, Label, Line, Mark, Scene
from portal.statistics.charts.scales import Linear

HEIGHT = 20
GAP = 8
LEADING = 1.35
#: Frames at least this wide have names beside the bars instead of above.
BESIDE = 500


class Bars:
    """Draws rows of heading, name and figure; a heading appears once above its rows."""

    def __init__(self, rows: Sequence[tuple[str, str, Datum]], symbol: str) -> None:
        self.rows, self.symbol = rows, symbol

    @property
    def data(self) -> list[Datum]:
        return [one for _heading, _name, one in self.rows]

    def __call__(self, frame: Frame) -> Scene:
        marks: list[Mark] = []
        top, group, plan = 0.0, "", self._plan(frame)
        for heading, name, one in self.rows:
            if heading != group:
                group = heading
                top += GAP * bool(marks)
                marks += (lines := _lines("chart-group", heading, frame, top, frame.width))
                top += len(lines) * frame.text * LEADING + GAP / 2
            row, top = plan.row(name, one, top)
            marks += row
        return Scene(frame, round(top), tuple(marks))

    def _plan(self, frame: Frame) -> "Plan":
        """The layout of names, bars and values; a value too wide to fit after its bar goes below its name."""
        names = frame.width * 0.36 if frame.width >= BESIDE else 0
        values = max(width(one.label, frame.text) for one in self.data)
        behind = values <= (frame.width - names) * 0.5
        known = [one.value for one in self.data if one.value is not None]
        has_track = self.symbol == "%" and max(known) <= 100  # noqa: PLR2004 - per cent
        left, right = names + GAP * bool(names) + 1, frame.width - (values + GAP if behind else 1)
        scale = Linear((Decimal(0), Decimal(100) if has_track else max(known)), left, right)
        return Plan(frame, scale, names, behind=behind, has_track=has_track)


@dataclass(frozen=True)
class Plan:
    """The layout of rows: `names` is the width of the name column, 0 if names are above the bars."""

    frame: Frame
    scale: Linear
    names: float
    behind: bool
    has_track: bool

    def row(self, name: str, one: Datum, top: float) -> tuple[list[Mark], float]:
        """The marks of one figure, and the top of the next row."""
        room = self.names or self.frame.width
        lines = _lines("chart-name", name, self.frame, top, room)
        deep = len(lines) * self.frame.text * LEADING
        if not self.behind:
            lines += (more := _lines("chart-label", one.label, self.frame, top + deep, room))
            deep += len(more) * self.frame.text * LEADING
        bar_top = top + (max(deep - HEIGHT, 0) / 2 if self.names else deep + 2)
        return [*lines, *self._bar(one, bar_top)], max(bar_top + HEIGHT, top + deep) + GAP * 1.25

    def _bar(self, one: Datum, top: float) -> Iterator[Mark]:
        start, full, end = self.scale.start, self.scale.end, self.scale.start
        if one.value is not None:
            end = self.scale(one.value)
            if self.has_track:
                yield Bar("chart-track", start, top, full - start, HEIGHT)
            css = "chart-goal-bar" if one.is_target else "chart-bar"
            yield Bar(css if one.is_sure else f"{css} chart-unsure", start, top, end - start, HEIGHT)
            yield Line("chart-axis", start, top, start, top + HEIGHT)
        if self.behind:
            place = full if self.has_track and one.value is not None else end
            css = "chart-none" if one.value is None else "chart-label"
            yield Label(
                css, place + GAP, top + HEIGHT / 2 + self.frame.text * 0.35, one.label, self.frame.text
            )


def _lines(css: str, text: str, frame: Frame, top: float, room: float) -> list[Label]:
    return [
        Label(css, 0, top + frame.text * (1 + LEADING * index), line, frame.text)
        for index, line in enumerate(wrapped(text, frame.text, room))
    ]


def legend(data: Sequence[Datum]) -> list[tuple[Mark, str]]:
    """The meaning of hollow bars, by status."""
    words = dict.fromkeys(one.status for one in data if one.value is not None and not one.is_sure)
    return [(Bar("chart-bar chart-unsure", 2, 6, 20, 12), word) for word in words]
