"""Part-of-whole charts, where a check declares the relation: a sum of parts, or a rate and its two counts."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics.charts.chart import Chart, ChartRow
from portal.statistics.charts.data import Datum
from portal.statistics.charts.marks import Bar, Mark
from portal.statistics.charts.sentences import parts_sentence, with_note
from portal.statistics.charts.shares import Part, Shares
from portal.web.numbers import exact, is_rounded, per_cent, readable, with_unit

MOST_PARTS = 6
#: Shares smaller than one in this many would be invisible.
SMALLEST = 100


def parts_chart(
    key: str, name: str, whole: Datum, parts: Sequence[Datum], symbol: str, *, note: str = ""
) -> Chart | None:
    """A bar divided into the parts of a whole, or None if they do not fit into it.

    The remainder of the whole is an empty piece. None without parts, with too many or too small parts, or for a whole
    of zero.
    """
    values = [part.value for part in parts]
    if None in values or not whole.value or not 0 < len(parts) <= MOST_PARTS:
        return None
    rest = whole.value - sum(values)
    if min(values) * SMALLEST < whole.value or rest < 0 or (len(parts) == 1 and not rest):
        return None
    pieces = [_part(one.name, one.value, whole, symbol, one) for one in parts]
    pieces += [_part(_("the rest"), rest, whole, symbol, None)] if rest else []
    title = _("%(name)s, %(period)s") % {"name": name, "period": whole.period}
    draw = Shares(pieces)
    return Chart(
        kind="shares",
        key=key,
        title=title,
        sentence=parts_sentence(title, whole.text, pieces),
        draw=draw,
        card=draw.card,
        rows=[ChartRow(whole.name, whole.period, "", whole.text, whole.note), *_rows(pieces, parts, whole)],
        legend=legend(parts),
        notes=[note] if note else [],
    )


def _part(name: str, value: Decimal, whole: Datum, symbol: str, source: Datum | None) -> Part:
    share = f"{per_cent(value, whole.value)}%"
    text = source.text if source else with_unit(exact(value), symbol)
    short = readable(value)
    label = source.label if source else with_unit(short, symbol) if short and not is_rounded(short) else text
    is_sure = source is None or source.is_sure
    return Part(name, value, with_note(label, share), with_note(text, share), is_sure, source is None)


def _rows(pieces: Sequence[Part], parts: Sequence[Datum], whole: Datum) -> list[ChartRow]:
    notes = [part.note for part in parts] + [""] * (len(pieces) - len(parts))
    return [
        ChartRow(piece.name, whole.period, "", piece.text, note)
        for piece, note in zip(pieces, notes, strict=True)
    ]


def legend(parts: Sequence[Datum]) -> list[tuple[Mark, str]]:
    """The meaning of hollow pieces, by status."""
    words = dict.fromkeys(part.status for part in parts if not part.is_sure)
    return [(Bar("chart-part-1 chart-unsure", 2, 6, 20, 12), word) for word in words]
