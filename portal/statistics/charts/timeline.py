"""Timelines: point-in-time figures as dots at their date, running totals as steps, counts over a period as blocks.

Targets are diamonds with a dashed line, results are circles. Uncertain values are hollow, revised values have a ring,
and unpublished values are marked gaps. The value axis starts at 0.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from statistics import median

from django.utils.translation import gettext as _

from portal.statistics.changes import Change
from portal.statistics.charts import findings
from portal.statistics.charts.chart import Break, Chart, ChartRow, ChartSubject, Datum, figures_sentence
from portal.statistics.charts.drawing import (
    CARD,
    Bar,
    Days,
    Frame,
    Label,
    Line,
    Linear,
    Mark,
    Scene,
    Symbol,
    day_texts,
    day_ticks,
    overlap,
    round_ticks,
    tick_texts,
    width,
)

GAP = 8
#: Value labels in a frame; with more values, only the most important ones are labelled.
MOST_LABELS = 8
#: Dots farther apart than this multiple of the usual distance are not joined: a gap in reporting.
USUAL_DISTANCE = 1.5
FEWEST_JOINED = 3


def timeline_chart(
    key: str,
    subject: ChartSubject,
    data: Sequence[Datum],
    breaks: Sequence[Break] = (),
    change: Change | None = None,
) -> Chart:
    """The figures of one series over time, at least two of them with a value, and the breaks beside them."""
    results = [one for one in data if one.value is not None and not one.is_target]
    draw = Timeline(data, subject.symbol, whole=subject.is_whole, breaks=breaks)
    return Chart(
        kind="time",
        key=key,
        title=_("%(name)s over time") % {"name": subject.name},
        finding=findings.of_series(subject.name, results[-1], change) if results and not breaks else "",
        sentence=figures_sentence(subject.name, data, _("; ").join(one.text for one in breaks)),
        draw=draw,
        card=draw.card,
        rows=[*map(ChartRow.of, reversed(data)), *map(ChartRow.of_break, reversed(breaks))],
        legend=legend(data),
    )


class Timeline:
    """Draws the known figures of one series into a frame, with a line at each break. `symbol` is the unit."""

    def __init__(
        self, data: Sequence[Datum], symbol: str, *, whole: bool, breaks: Sequence[Break] = ()
    ) -> None:
        self.breaks = breaks
        self.data = sorted(data, key=lambda one: (one.end, -one.first.toordinal(), one.is_target))
        self.known = [one for one in self.data if one.value is not None]
        self.symbol = symbol
        self.ticks = round_ticks([one.value for one in self.known], whole=whole, percent=symbol == "%")
        first = min(*(one.first for one in self.data), *(one.day for one in breaks), self.data[0].first)
        self.days = first, max(self.data[-1].end, *(one.day for one in breaks), self.data[-1].end)

    def __call__(self, frame: Frame) -> Scene:
        text = frame.text
        values = tick_texts(self.ticks, self.symbol)
        height = round(min(max(frame.width * 0.72, 240), 320))
        left = max(width(one, text) for one in values) + GAP
        y = Linear(self.ticks, height - text * 2, text * 3.2)
        days, months = day_ticks(*self.days, most=4 if frame.width < 500 else 8)  # noqa: PLR2004
        x = Days(days, months, left, frame.width - 12)
        marks: list[Mark] = []
        if self.symbol not in {"", "%"} and width(self.symbol, text) <= frame.width:
            marks.append(Label("chart-unit", 0, text, self.symbol, text))
        for tick, value in zip(self.ticks, values, strict=True):
            css = "chart-axis" if tick == 0 else "chart-grid"
            marks.append(Line(css, x.start, y(tick), frame.width, y(tick)))
            marks.append(Label("chart-tick", x.start - GAP, y(tick) + text * 0.35, value, text, "end"))
        marks += day_marks(frame, x, y.start)
        marks += self._breaks(x, y)
        marks += self._figures(x, y)
        named = list(self._break_labels(frame, x))
        return Scene(frame, height, (*marks, *named, *self._labels(frame, x, y, taken=named)))

    def card(self) -> Scene:
        """The same without axes, for a card."""
        x, y = Days(*day_ticks(*self.days), 12, CARD.width - 12), Linear(self.ticks, 88, 30)
        base = Line("chart-axis", 0, y(Decimal(0)), CARD.width, y(Decimal(0)))
        figures = *self._breaks(x, y), *self._figures(x, y)
        return Scene(CARD, 100, (base, *figures, *self._labels(CARD, x, y, most=2)))

    def _breaks(self, x: Days, y: Linear) -> Iterator[Line]:
        for one in self.breaks:
            yield Line("chart-break", x.begin(one.day), min(y.start, y.end), x.begin(one.day), y.start)

    def _break_labels(self, frame: Frame, x: Days) -> Iterator[Label]:
        """“not comparable before” above each line, on the side that has room; where lines are close, one of them."""
        text, taken = _("not comparable before"), 0.0
        for one in self.breaks:
            centre = frame.clamped(x.begin(one.day), text)
            label = Label("chart-break-label", centre, frame.text * 2.5, text, frame.text, "middle")
            if label.box[0] >= taken:
                yield label
                taken = label.box[2] + GAP

    def _figures(self, x: Days, y: Linear) -> Iterator[Mark]:
        for one in self.data:
            if one.value is None:  # a band over the full height
                first, last = x.begin(one.first), x.finish(one.end)
                middle, half = (first + last) / 2, max((last - first) / 2, 4)
                left, right = max(middle - half, x.start), min(middle + half, x.end)
                yield Bar("chart-gap", left, min(y.end, y.start), right - left, abs(y.start - y.end))
        for one in reversed(self.known):
            if (
                one.start and not one.accumulates
            ):  # a block of that length for a result, a dashed line for a target
                left, right, top, base = x.begin(one.start), x.finish(one.end), y(one.value), y(Decimal(0))
                if not one.is_target:
                    css = f"chart-span{_unsure(one)}"
                    yield Bar(css, left, min(top, base), right - left, abs(base - top))
                yield Line("chart-span-target" if one.is_target else "chart-span-top", left, top, right, top)
        yield from self._joins(x, y)
        yield from self._steps(x, y)
        for one in self.known:
            yield from _dot(one, x, y)

    def _joins(self, x: Days, y: Linear) -> Iterator[Mark]:
        """Lines between neighbouring point-in-time results, for at least three, unless a value is missing between."""
        dots = [one for one in self.data if not one.is_target and not one.start]
        if sum(one.value is not None for one in dots) < FEWEST_JOINED:
            return
        usual = median((later.end - one.end).days for one, later in pairwise(dots))
        for one, later in pairwise(dots):
            near = (later.end - one.end).days <= usual * USUAL_DISTANCE
            if near and one.value is not None and later.value is not None:
                yield Line("chart-join", x.finish(one.end), y(one.value), x.finish(later.end), y(later.value))

    def _steps(self, x: Days, y: Linear) -> Iterator[Mark]:
        """Running totals as steps: each total holds from its day until the next one of its year, and never before."""
        counted = [one for one in self.data if one.accumulates and not one.is_target]
        for one, later in zip_longest(counted, counted[1:]):
            if one.value is None:
                continue
            day, level = x.finish(one.end), y(one.value)
            before = next((two for two in counted if two.start == one.start and two.end < one.end), None)
            if before is None:
                yield Line("chart-step", day, y(Decimal(0)), day, level)
            if later is not None and later.start == one.start and later.value is not None:
                yield Line("chart-step chart-step-on", day, level, x.finish(later.end), level)
                yield Line("chart-step", x.finish(later.end), level, x.finish(later.end), y(later.value))

    def _labels(
        self, frame: Frame, x: Days, y: Linear, most: int = MOST_LABELS, taken: Sequence[Mark] = ()
    ) -> list[Label]:
        """Values next to their dots, most important first; a label without free space is left to the table."""
        taken = [mark.box for mark in taken] + [mark.box for one in self.known for mark in _dot(one, x, y)]
        bare = any(width(one.label, frame.text) > (x.end - x.start) * 0.6 for one in self.known)
        placed: list[Label] = []
        for one in self._by_importance()[:most]:
            css = "chart-label-target" if one.is_target else "chart-label"
            text, dot = one.bare if bare else one.label, (x.finish(one.end), y(one.value))
            for label in _positions(css, text, dot, frame, x.start):
                inside = label.box[1] >= 0 and label.box[3] <= max(y.start, y.end)
                if inside and not any(overlap(label.box, box) for box in taken):
                    placed.append(label)
                    taken.append(label.box)
                    break
        return placed

    def _by_importance(self) -> list[Datum]:
        """Failed checks, last result and target, the first, the highest, the lowest; then the others if all fit."""
        results = [one for one in self.known if not one.is_target]
        targets = [one for one in self.known if one.is_target]
        order = [*(one for one in self.known if one.doubt), *results[-1:], *targets[-1:], *results[:1]]
        order += [best(results, key=lambda one: one.value) for best in (max, min) if results]
        order += self.known if len(self.known) <= MOST_LABELS else []
        return list(dict.fromkeys(order))


def day_marks(frame: Frame, x: Days, bottom: float) -> Iterator[Mark]:
    """Ticks of the time axis; a label that would touch the previous one is left out."""
    taken = 0.0
    for day, text in zip(x.ticks, day_texts(x.ticks, x.months), strict=True):
        place = x.begin(day)
        yield Line("chart-axis", place, bottom, place, bottom + 5)
        centre = frame.clamped(place, text)
        label = Label("chart-tick", centre, bottom + frame.text * 1.5, text, frame.text, "middle")
        if label.box[0] >= taken:
            yield label
            taken = label.box[2] + GAP


def _unsure(one: Datum) -> str:
    return "" if one.is_sure else " chart-unsure"


def _dot(one: Datum, x: Days, y: Linear) -> Iterator[Symbol]:
    place = x.finish(one.end), y(one.value)
    kind, shape = ("target", "diamond") if one.is_target else ("actual", "circle")
    yield Symbol(f"chart-{kind}{_unsure(one)}", shape, *place)
    if one.is_revised:
        yield Symbol("chart-ring", "ring", *place)


def _positions(css: str, text: str, dot: tuple[float, float], frame: Frame, left: float) -> Iterator[Label]:
    """Candidate positions for the label of a dot, best first: above, below, beside it."""
    (x, y), size = dot, frame.text
    half = width(text, size) / 2
    centre = min(max(x, left + half), frame.width - half)
    if centre - half >= left - GAP / 2:
        for baseline in (y - 13, y + 13 + size * 0.9, y - 13 - size * 1.2, y + 13 + size * 2.1):
            yield Label(css, centre, baseline, text, size, "middle")
    if x - 14 - half * 2 >= left:
        yield Label(css, x - 14, y + size * 0.35, text, size, "end")
    if x + 14 + half * 2 <= frame.width:
        yield Label(css, x + 14, y + size * 0.35, text, size, "start")


def legend(data: Sequence[Datum]) -> list[tuple[Mark, str]]:
    """The shapes used in the chart of these figures, each with its label; hollow shapes with their statuses."""
    known = [one for one in data if one.value is not None]
    kinds = (False, "chart-actual", "circle", _("actual")), (True, "chart-target", "diamond", _("target"))
    entries = [
        (Symbol(css, shape, 12, 12), text)
        for is_target, css, shape, text in kinds
        if any(one.is_target == is_target for one in known)
    ]
    for is_target, css, shape, _text in kinds:
        statuses = dict.fromkeys(
            one.status for one in known if not one.is_sure and one.is_target == is_target
        )
        if statuses:
            entries.append((Symbol(f"{css} chart-unsure", shape, 12, 12), _(", ").join(statuses)))
    if sum(one.accumulates and not one.is_target for one in known) > 1:
        entries.append((Line("chart-step", 1, 12, 23, 12), _("total as last reported")))
    if any(one.is_revised for one in known):
        entries.append((Symbol("chart-ring", "ring", 12, 12), _("revised")))
    if len(known) < len(data):
        entries.append((Bar("chart-gap", 4, 2, 16, 20), _("no value published")))
    return entries
