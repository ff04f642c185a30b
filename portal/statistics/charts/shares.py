"""Part-of-whole charts, where a check declares the relation: a sum of parts, or a rate and its two counts.

One bar in pieces. Two pieces have name, value and share right below them; of more, each is numbered, with a line below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from django.utils.translation import gettext as _

from portal.statistics.charts import findings
from portal.statistics.charts.bars import legend
from portal.statistics.charts.chart import Chart, ChartRow, Datum, sentence, with_note
from portal.statistics.charts.drawing import CARD, Bar, Frame, Label, Line, Mark, Scene, width, wrapped
from portal.web.numbers import exact, is_rounded, per_cent, readable, with_unit

MOST_PARTS = 6
#: Shares smaller than one in this many would be invisible.
SMALLEST = 100
HEIGHT = 34
SWATCH = 22
#: As many pieces have their labels at the two ends of the bar.
DIRECT = 2


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


def parts_chart(
    key: str,
    name: str,
    whole: Datum,
    parts: Sequence[Datum],
    symbol: str,
    *,
    note: str = "",
    agrees: bool = True,
) -> Chart | None:
    """A bar divided into the parts of a whole, or None if they do not fit into it.

    The remainder of the whole is an empty piece. None without parts, with too many or too small parts, for a whole of
    zero, and where a number is “about” or “over”: a share of it would be exact only in appearance. `agrees`: no stated
    rate contradicts the share.
    """
    values = [part.value for part in parts]
    if any(one.is_rough for one in (whole, *parts)):
        return None
    if None in values or not whole.value or not 0 < len(parts) <= MOST_PARTS:
        return None
    rest = whole.value - sum(values)
    if min(values) * SMALLEST < whole.value or rest < 0 or (len(parts) == 1 and not rest):
        return None
    pieces = _pieces_of(whole, parts, rest, symbol)
    title = _("%(name)s, %(period)s") % {"name": name, "period": whole.period}
    draw = Shares(pieces)
    shares = [f"{per_cent(part.value, whole.value)}%" for part in parts]
    if len(parts) == 1:
        finding = findings.of_part(whole, parts[0], shares[0] if agrees else "")
    else:
        finding = findings.of_parts(whole.name, whole, parts, shares)
    return Chart(
        kind="shares",
        key=key,
        title=title,
        finding=finding,
        sentence=parts_sentence(title, whole.text, pieces),
        draw=draw,
        card=draw.card,
        rows=[
            ChartRow(whole.name, whole.period, "", whole.text, whole.note, whole.record),
            *(
                ChartRow(
                    piece.name, whole.period, "", piece.text, one.note if one else "", one and one.record
                )
                for piece, one in zip_longest(pieces, parts)
            ),
        ],
        legend=legend(parts, "chart-part-1"),
        notes=[note] if note else [],
    )


def _pieces_of(whole: Datum, parts: Sequence[Datum], rest: Decimal, symbol: str) -> list[Part]:
    """The parts with their shares, and the remainder if there is any."""
    pieces = []
    for part in parts:
        share = f"{per_cent(part.value, whole.value)}%"
        label, text = with_note(part.label, share), with_note(part.text, share)
        pieces.append(Part(part.name, part.value, label, text, part.is_sure))
    if rest:
        share = f"{per_cent(rest, whole.value)}%"
        short, text = readable(rest), with_unit(exact(rest), symbol)
        label = with_unit(short, symbol) if short and not is_rounded(short) else text
        rest_name = _("the rest")
        pieces.append(Part(rest_name, rest, with_note(label, share), with_note(text, share), is_rest=True))
    return pieces


def parts_sentence(title: str, whole: str, parts: Sequence[Part]) -> str:
    """“Cost and its parts, 2022: 6,760,000 CNY in all, of which fiscal 2,920,000 CNY (43.2%); social …”"""
    facts = [_("%(name)s %(value)s") % {"name": part.name, "value": part.text} for part in parts]
    facts[0] = _("%(whole)s in total, of which %(part)s") % {"whole": whole, "part": facts[0]}
    return sentence(title, facts)


class Shares:
    """Draws parts that make up their whole, in the order given."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts

    def __call__(self, frame: Frame) -> Scene:
        if len(self.parts) == DIRECT:
            return self._labelled(frame, self.parts)
        marks = list(self._pieces(frame, 1.0))
        top = HEIGHT + 12.0
        for number, part in enumerate(self.parts, 1):
            lines, top = _entry(frame, number, part, top)
            marks += lines
        return Scene(frame, round(top), tuple(marks))

    def _labelled(self, frame: Frame, named: Sequence[Part]) -> Scene:
        """Two pieces with labels below them: of the first from the left edge, of the second up to the right edge."""
        marks: list[Mark] = [mark for mark in self._pieces(frame, 1.0) if isinstance(mark, Bar)]
        room, first, bottom = frame.width - 16, HEIGHT + 8.0, 0.0
        texts = [wrapped(one.name, frame.text, room) + wrapped(one.label, frame.text, room) for one in named]
        wide = sum(max(width(text, frame.text) for text in lines) for lines in texts)
        top = first
        for lines, edge, anchor in zip(texts, (1.0, frame.width - 1), ("start", "end"), strict=False):
            marks.append(Line("chart-axis", edge, HEIGHT, edge, top + frame.text * 0.9))
            for text in lines:
                x = edge + (6 if anchor == "start" else -6)
                marks.append(Label("chart-label", x, top + frame.text * 0.95, text, frame.text, anchor))
                top += frame.text * 1.35
            bottom, top = max(bottom, top), (first if wide <= room - 16 else top + 4)
        return Scene(frame, round(bottom + 4), tuple(marks))

    def card(self) -> Scene:
        """The bar and its first part, for a card."""
        if len(self.parts) == DIRECT:
            return self._labelled(CARD, self.parts[:1])
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
    lines = [f"{part.name}  {part.label}"]
    if width(lines[0], text) > room:
        lines = wrapped(part.name, text, room) + wrapped(part.label, text, room)
    for index, line in enumerate(lines):
        marks.append(Label("chart-label", SWATCH + 8, top + text * (1.05 + 1.35 * index), line, text))
    return marks, top + max(len(lines) * text * 1.35, SWATCH) + 6
