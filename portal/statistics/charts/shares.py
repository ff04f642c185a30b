"""Part-of-whole charts, where a check declares the relation: a sum of parts, or a rate and its two counts.

Each piece has name, value and share beside it: two share one bar, with their labels below its ends; more have a row
each, where they lie in the whole.
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
HEIGHT, ROW, GAP = 34, 18, 10
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
        marks: list[Mark] = []
        top = 0.0
        for part, piece in zip(self.parts, self._pieces(frame), strict=True):
            for text in _label(frame, part):
                marks.append(Label("chart-label", 0, top + frame.text, text, frame.text))
                top += frame.text * 1.35
            top += 2
            track = Bar("chart-track", 1, top, frame.width - 2, ROW)
            marks += [track, Bar(part.css(1), piece.x, top, piece.width, ROW)]
            top += ROW + GAP
        return Scene(frame, round(top - GAP + 2), tuple(marks))

    def _labelled(self, frame: Frame, named: Sequence[Part]) -> Scene:
        """One bar with labels below it: of the first from the left edge, of the second up to the right edge."""
        marks: list[Mark] = list(self._pieces(frame))
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
        return self._labelled(CARD, self.parts[:1])

    def _pieces(self, frame: Frame) -> Iterator[Bar]:
        """The pieces side by side in one bar."""
        whole, room, left = sum(part.value for part in self.parts), frame.width - 2, 1.0
        for number, part in enumerate(self.parts, 1):
            wide = float(part.value / whole) * room
            yield Bar(part.css(number), left, 1, wide, HEIGHT - 2)
            left += wide


def _label(frame: Frame, part: Part) -> list[str]:
    """Name and value on one line if they fit."""
    line = f"{part.name}  {part.label}"
    if width(line, frame.text) <= frame.width:
        return [line]
    return wrapped(part.name, frame.text, frame.width) + wrapped(part.label, frame.text, frame.width)
