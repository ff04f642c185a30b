"""Bar charts: a breakdown for one period, and a result against its target (a bullet chart)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics.charts import findings
from portal.statistics.charts.chart import Chart, ChartRow, ChartSubject, Datum, figures_sentence, sentence
from portal.statistics.charts.drawing import (
    CARD,
    Bar,
    Frame,
    Label,
    Line,
    Linear,
    Mark,
    Scene,
    Symbol,
    round_ticks,
    tick_texts,
    width,
    wrapped,
)
from portal.web.numbers import per_cent

#: Rows of a breakdown chart; with more, the table is clearer.
MOST_ROWS = 25
FEWEST = 2
HEIGHT = 20
BULLET_HEIGHT = 28
GAP = 8
LEADING = 1.35
#: Frames at least this wide have names beside the bars instead of above.
BESIDE = 500


def breakdown_chart(
    key: str, subject: ChartSubject, rows: Sequence[tuple[tuple[str, ...], Datum]]
) -> Chart | None:
    """A bar chart of figures for one period, told apart by area and dimension values, or None.

    Never stacked: only a declared check says that parts add up (see `shares`). None for fewer than two values, too many
    rows, negative values, or all zeros.
    """
    known = [one.value for _names, one in rows if one.value is not None]
    if not (len(known) >= FEWEST and len(rows) <= MOST_ROWS and min(known) >= 0 and max(known) > 0):
        return None
    named = [(group, name, one) for (group, name), (_names, one) in zip(row_names(rows), rows, strict=True)]
    groups = list(dict.fromkeys(group for group, _name, _one in named))
    named.sort(key=lambda row: groups.index(row[0]))
    data = [(" · ".join(filter(None, (group, name))), one) for group, name, one in named]
    finding = findings.of_rows(subject.name, data)
    title = _("%(name)s, %(period)s") % {"name": subject.name, "period": data[0][1].period}
    fact = _("%(name)s %(value)s")
    return Chart(
        kind="bars",
        key=key,
        title=title,
        finding=finding,
        sentence=sentence(title, [fact % {"name": name, "value": one.text_with_notes} for name, one in data]),
        draw=Bars([(group, name, one.marked) for group, name, one in named], subject.symbol),
        rows=[ChartRow.of(one, name) for name, one in data],
        legend=legend([one for _name, one in data]),
    )


def row_names(rows: Sequence[tuple[tuple[str, ...], Datum]]) -> list[tuple[str, str]]:
    """Heading and name of each row, from its area and dimension values.

    The area is left out if the values tell the rows apart, as is anything all rows share; repeated first names become
    headings.
    """
    named = [names for names, _one in rows]
    named = [names[1:] for names in named] if len({names[1:] for names in named}) == len(rows) else named
    columns = [column for column in zip(*named, strict=True) if len(set(column)) > 1] or list(
        zip(*named, strict=True)
    )
    if len(columns) > FEWEST - 1 and len(set(columns[0])) < len(rows):
        return [(heading, " · ".join(filter(None, rest))) for heading, *rest in zip(*columns, strict=True)]
    return [("", " · ".join(filter(None, names))) for names in zip(*columns, strict=True)]


class Bars:
    """Draws rows of heading, name and figure from 0, in the given order; a heading appears once above its rows."""

    def __init__(self, rows: Sequence[tuple[str, str, Datum]], symbol: str) -> None:
        self.rows, self.symbol = rows, symbol

    def __call__(self, frame: Frame) -> Scene:
        marks: list[Mark] = []
        top, group, layout = 0.0, "", self._layout(frame)
        for heading, name, one in self.rows:
            if heading != group:
                group = heading
                top += GAP * bool(marks)
                marks += (lines := _lines("chart-group", heading, frame, top, frame.width))
                top += len(lines) * frame.text * LEADING + GAP / 2
            row, top = layout.row(name, one, top)
            marks += row
        return Scene(frame, round(top), tuple(marks))

    def _layout(self, frame: Frame) -> "Layout":
        """The layout of names, bars and values; a value too wide to fit after its bar goes below its name."""
        names = frame.width * 0.36 if frame.width >= BESIDE else 0
        values = max(width(one.label, frame.text) for _heading, _name, one in self.rows)
        behind = values <= (frame.width - names) * 0.5
        known = [one.value for _heading, _name, one in self.rows if one.value is not None]
        has_track = self.symbol == "%" and max(known) <= 100  # noqa: PLR2004 - per cent
        left, right = names + GAP * bool(names) + 1, frame.width - (values + GAP if behind else 1)
        scale = Linear((Decimal(0), Decimal(100) if has_track else max(known)), left, right)
        return Layout(frame, scale, names, behind=behind, has_track=has_track)


@dataclass(frozen=True)
class Layout:
    """The layout of rows: `names` is the width of the name column, 0 if names are above the bars.

    `behind`: values follow their bars. `has_track`: a track shows where 100 per cent would be.
    """

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
            baseline = top + HEIGHT / 2 + self.frame.text * 0.35
            yield Label(css, place + GAP, baseline, one.label, self.frame.text)


def _lines(css: str, text: str, frame: Frame, top: float, room: float) -> list[Label]:
    return [
        Label(css, 0, top + frame.text * (1 + LEADING * index), line, frame.text)
        for index, line in enumerate(wrapped(text, frame.text, room))
    ]


def legend(data: Sequence[Datum], css: str = "chart-bar") -> list[tuple[Mark, str]]:
    """The meaning of hollow bars, by status."""
    statuses = dict.fromkeys(one.status for one in data if one.value is not None and not one.is_sure)
    return [(Bar(f"{css} chart-unsure", 2, 6, 20, 12), status) for status in statuses]


def bullet_chart(key: str, subject: ChartSubject, target: Datum, actual: Datum) -> Chart:
    """A result against its target; also how much of the target was reached, unless both are rates or one is rough."""
    share = ""
    if subject.symbol != "%" and not (target.is_rough or actual.is_rough):
        share = _("%(share)s%% of the target") % {"share": per_cent(actual.value, target.value)}
    finding = findings.of_target(subject.name, target, actual, share)
    target, actual = target.marked, actual.marked
    meanings = legend([actual])
    if not target.is_sure:
        meanings.append((Symbol("chart-target chart-unsure", "diamond", 12, 12), target.status))
    draw = Bullet(target, actual, subject.symbol, whole=subject.is_whole)
    return Chart(
        kind="bullet",
        key=key,
        title=_("%(name)s: result against target") % {"name": subject.name},
        finding=finding,
        sentence=figures_sentence(subject.name, [target, actual], share),
        draw=draw,
        card=draw.card,
        rows=[ChartRow.of(target), ChartRow.of(actual)],
        legend=meanings,
        notes=[note for note in (share, target.note, actual.note) if note],
    )


class Bullet:
    """Draws a result as a bar and its target as a line with a diamond. `symbol` is the unit."""

    def __init__(self, target: Datum, actual: Datum, symbol: str, *, whole: bool) -> None:
        self.target, self.actual, self.symbol = target, actual, symbol
        self.ticks = round_ticks([target.value, actual.value], whole=whole, percent=symbol == "%")

    def __call__(self, frame: Frame) -> Scene:
        text = frame.text
        texts = tick_texts(self.ticks, self.symbol)
        x = Linear(self.ticks, 10, frame.width - max(10, width(texts[-1], text) / 2))
        marks, bottom = self._bars(frame, x)
        y = bottom + text * 0.6
        marks.append(Line("chart-axis", x.start, y, x.end, y))
        taken = 0.0
        for tick, tick_text in zip(x.ticks, texts, strict=True):
            marks.append(Line("chart-axis", x(tick), y, x(tick), y + 5))
            centre = frame.clamped(x(tick), tick_text)
            label = Label("chart-tick", centre, y + text * 1.4, tick_text, text, "middle")
            if label.box[0] >= taken:  # a label that would touch the previous one is left out
                marks.append(label)
                taken = label.box[2] + 6
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
        above, top = _centred("chart-label-target", self.target.label, goal, 0, frame)
        top += 18
        text = _("actual %(value)s") % {"value": self.actual.label}
        below, bottom = _centred("chart-label", text, result, top + BULLET_HEIGHT + 8, frame)
        unsure = ["" if one.is_sure else " chart-unsure" for one in (self.actual, self.target)]
        marks = [
            Bar("chart-track", x.start, top, x.end - x.start, BULLET_HEIGHT),
            Bar(f"chart-bar{unsure[0]}", min(zero, result), top, max(abs(result - zero), 2), BULLET_HEIGHT),
            Line("chart-goal", goal, top - 10, goal, top + BULLET_HEIGHT + 6),
            Symbol(f"chart-target{unsure[1]}", "diamond", goal, top - 10),
        ]
        return [*marks, *above, *below], bottom


def _centred(css: str, text: str, centre: float, top: float, frame: Frame) -> tuple[list[Label], float]:
    """A text centred at a position, wrapped as needed, and its bottom edge."""
    lines = wrapped(text, frame.text, frame.width)
    labels = []
    for index, line in enumerate(lines):
        baseline = top + frame.text * (0.95 + 1.25 * index)
        labels.append(Label(css, frame.clamped(centre, line), baseline, line, frame.text, "middle"))
    return labels, top + frame.text * 1.25 * len(lines)
