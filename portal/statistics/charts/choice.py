"""Choosing the chart, if any, that suits the figures. A single number gets none: its digits say it all.

Pure functions: all data is passed in, so nothing unknown at the page's moment can appear.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from portal.statistics.charts import bars, bullet, timeline
from portal.statistics.charts.chart import Chart, ChartRow
from portal.statistics.charts.data import Datum
from portal.statistics.charts.sentences import figures_sentence, rows_sentence, with_note
from portal.statistics.codes import ObservationKind
from portal.web.numbers import per_cent

#: Figures in a timeline; of more, it shows the newest.
MOST_FIGURES = 120
#: Rows of a breakdown chart; with more, the table is clearer.
MOST_ROWS = 25
FEWEST = 2


@dataclass(frozen=True)
class ChartSubject:
    """What the figures measure: name, unit symbol, whether values are whole numbers."""

    name: str
    symbol: str
    is_whole: bool


def series_chart(key: str, subject: ChartSubject, data: Sequence[Datum]) -> Chart | None:
    """The chart of one series, or None.

    - One target and its result, nothing else: a bullet chart, because the question is how much of it was reached.
    - Otherwise at least two values at different dates: a timeline. A result of one year and the target of the next make
      a timeline, since that target does not apply to that result.
    - Fewer than two values, or all at one date: none.
    """
    data = sorted(data, key=lambda one: (one.end, one.first, one.is_target))[-MOST_FIGURES:]
    known = [one for one in data if one.value is not None]
    if pair := _answered(known):
        return _bullet(key, subject, *pair)
    if len({one.end for one in known}) < FEWEST:
        return None
    draw = timeline.Timeline(data, subject.symbol, whole=subject.is_whole)
    return Chart(
        kind="time",
        key=key,
        title=_("%(name)s over time") % {"name": subject.name},
        sentence=figures_sentence(subject.name, data),
        draw=draw,
        card=draw.card,
        rows=[row(one) for one in reversed(data)],
        legend=timeline.legend(data),
    )


def _answered(known: Sequence[Datum]) -> tuple[Datum, Datum] | None:
    """The target and its result, if these are all: same year, the result no later than the target's end."""
    pair = sorted(known, key=lambda one: not one.is_target)
    if [one.is_target for one in pair] != [True, False]:
        return None
    target, actual = pair
    answers = actual.end.year == target.end.year and actual.end <= target.end
    return (target, actual) if answers and actual.value >= 0 and target.value > 0 else None


def _bullet(key: str, subject: ChartSubject, target: Datum, actual: Datum) -> Chart:
    share = ""
    if subject.symbol != "%":
        share = _("%(share)s%% of the target") % {"share": per_cent(actual.value, target.value)}
    target, actual = _marked(target), _marked(actual)
    draw = bullet.Bullet(target, actual, subject.symbol, whole=subject.is_whole)
    return Chart(
        kind="bullet",
        key=key,
        title=_("%(name)s: result against target") % {"name": subject.name},
        sentence=figures_sentence(subject.name, [target, actual], share),
        draw=draw,
        card=draw.card,
        rows=[row(target), row(actual)],
        legend=bullet.legend(target, actual),
        notes=[note for note in (share, target.note, actual.note) if note],
    )


def _marked(one: Datum) -> Datum:
    """The figure with “revised” in its label if so: a bar has no ring to mark it."""
    return replace(one, label=with_note(one.label, _("revised"))) if one.is_revised else one


def breakdown_chart(
    key: str, subject: ChartSubject, rows: Sequence[tuple[tuple[str, ...], Datum]]
) -> Chart | None:
    """A bar chart of figures for one period, told apart by area and dimension values, or None.

    Never stacked: only a declared check says that parts add up (see `parts`). None for fewer than two values, too many
    rows, negative values, or all zeros.
    """
    known = [one.value for _names, one in rows if one.value is not None]
    if not (len(known) >= FEWEST and len(rows) <= MOST_ROWS and min(known) >= 0 and max(known) > 0):
        return None
    named = [(group, name, one) for (group, name), (_names, one) in zip(row_names(rows), rows, strict=True)]
    groups = list(dict.fromkeys(group for group, _name, _one in named))
    named.sort(key=lambda one: groups.index(one[0]))
    data = [one for _group, _name, one in named]
    named = [(group, name, _marked(one)) for group, name, one in named]
    full = [" · ".join(filter(None, (group, name))) for group, name, _one in named]
    title = _("%(name)s, %(period)s") % {"name": subject.name, "period": data[0].period}
    return Chart(
        kind="bars",
        key=key,
        title=title,
        sentence=rows_sentence(title, list(zip(full, data, strict=True))),
        draw=bars.Bars(named, subject.symbol),
        rows=[row(one, name) for name, one in zip(full, data, strict=True)],
        legend=bars.legend(data),
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


def row(one: Datum, name: str = "") -> ChartRow:
    """The figure as a row of the table."""
    kind = ObservationKind.TARGET if one.is_target else ObservationKind.ACTUAL
    status = one.status if one.value is not None else ""
    value = with_note(one.text, status) if status else one.text
    note = " ".join(filter(None, (_("revised") if one.is_revised else "", one.note)))
    return ChartRow(name, one.period, str(kind.label), value, note)
