"""What a chart shows: figures as plain values and texts, a sentence that says the same, drawings, legend and table."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.statistics.charts.drawing import LARGE, NARROW, WIDE, Frame, Mark, Scene
from portal.statistics.codes import RUNNING, ObservationKind, ObservationStatus
from portal.statistics.models import Indicator, Observation
from portal.web.numbers import exact, is_rounded, readable, with_unit

#: Figures listed in a sentence; of more, it lists the first, the last and the extremes.
MOST_IN_SENTENCE = 6


@dataclass(frozen=True)
class ChartSubject:
    """What the figures measure: name, unit symbol, whether values are whole numbers."""

    name: str
    symbol: str
    is_whole: bool

    @classmethod
    def of(cls, indicator: Indicator, name: str = "") -> Self:
        return cls(name or indicator.name, indicator.unit.symbol, indicator.decimals == 0)


@dataclass(frozen=True)
class Datum:
    """A figure in a chart. `value` is None if none was published: a gap, never zero.

    `label` is short enough for a chart (“目标29.5万人次”), `bare` lacks the unit, `text` is exact. All three say if a
    check of it does not hold; `doubt` says it alone, and `stated` is the text without it. `name` identifies it among
    the parts of a whole. `is_rough` if it is “about”, “over” …: then no share of it is computed. `accumulates` if it
    counts up to its last day, so that it is true of that day alone. `record` is what was released.
    """

    start: dt.date | None
    end: dt.date
    value: Decimal | None
    is_target: bool
    is_sure: bool
    is_revised: bool
    label: str
    text: str
    period: str
    status: str = ""
    note: str = ""
    name: str = ""
    bare: str = ""
    is_rough: bool = False
    accumulates: bool = False
    doubt: str = ""
    record: Model | None = None
    stated: str = ""

    @classmethod
    def of(cls, figure: Observation, *, revised: bool = False, name: str = "") -> Self:
        """The figure as chart data; `revised` if an earlier version had been released."""
        is_normal = figure.status == ObservationStatus.NORMAL
        doubt = getattr(figure, "check_mark", "")  # of figures read with their checks
        return cls(
            start=figure.period_start,
            end=figure.period_end,
            value=figure.value,
            is_target=figure.kind == ObservationKind.TARGET,
            is_sure=is_normal,
            is_revised=revised,
            label=_marked(_short_text(figure, figure.series.indicator.unit.symbol), doubt),
            bare=_marked(_short_text(figure, ""), doubt),
            text=_marked(figure.text, doubt),
            period=figure.period.label,
            status="" if is_normal else figure.get_status_display(),
            note=" ".join(filter(None, (*_failures(figure, doubt), figure.note))),
            name=name,
            is_rough=bool(figure.qualifier),
            accumulates=figure.series.indicator.basis in RUNNING,
            doubt=doubt,
            record=figure,
            stated=figure.text,
        )

    @property
    def first(self) -> dt.date:
        """The first day of its period."""
        return self.start or self.end

    @property
    def marked(self) -> Self:
        """The figure with “revised” in its label if so, for bars, which have no ring to mark it."""
        return replace(self, label=with_note(self.label, _("revised"))) if self.is_revised else self

    @property
    def fact(self) -> str:
        """“2022, target: 14 estates”, “as at 31 May 2022: 95% (provisional)”."""
        pattern = _("%(period)s, target: %(value)s") if self.is_target else _("%(period)s: %(value)s")
        return pattern % {"period": self.period, "value": self.text_with_notes}

    @property
    def text_with_notes(self) -> str:
        """“95% (provisional, revised)”"""
        notes = [self.status] if self.value is not None and self.status else []
        notes += [_("revised")] if self.is_revised else []
        return with_note(self.text, _(", ").join(notes)) if notes else self.text


def _marked(text: str, doubt: str) -> str:
    """“91.6% (contradicted)”"""
    return with_note(text, doubt) if doubt else text


def _failures(figure: Observation, doubt: str) -> list[str]:
    """What its failed checks found."""
    return [f"{result.summary}{_('.')}" for result in figure.failed_checks] if doubt else []


def _short_text(figure: Observation, unit: str) -> str:
    """Qualifier and value, in 万 or 亿 if that is exact, with the unit; a target says so."""
    text = figure.get_status_display()
    if figure.value is not None:
        number = readable(figure.value)
        if not number or is_rounded(number):
            number = exact(figure.rounded, figure.series.indicator.decimals)
        text = figure.qualifier_prefix + (with_unit(number, unit) if unit else number)
    return _("target %(value)s") % {"value": text} if figure.kind == ObservationKind.TARGET else text


@dataclass(frozen=True)
class Break:
    """The day from which figures are not comparable with those before it, and why."""

    day: dt.date
    reason: str

    @property
    def text(self) -> str:
        """“from 1 April 2023 not comparable with before (different definition)”"""
        day = date_format(self.day, "DATE_FORMAT")
        return with_note(_("from %(day)s not comparable with before") % {"day": day}, self.reason)


@dataclass(frozen=True)
class ChartRow:
    """A row of the table under a chart. `kind` is “actual” or “target”, `note` a note."""

    name: str
    period: str
    kind: str
    value: str
    note: str = ""
    record: Model | None = None

    @classmethod
    def of(cls, one: Datum, name: str = "") -> Self:
        kind = ObservationKind.TARGET if one.is_target else ObservationKind.ACTUAL
        value = with_note(one.text, one.status) if one.value is not None and one.status else one.text
        note = " ".join(filter(None, (_("revised") if one.is_revised else "", one.note)))
        return cls(name, one.period, str(kind.label), value, note, one.record)

    @classmethod
    def of_break(cls, one: Break) -> Self:
        return cls("", date_format(one.day, "DATE_FORMAT"), "", "", one.text)


@dataclass(frozen=True)
class Chart:
    """A chart to show. `key` is unique on its page; `card` draws it small, if that is useful.

    `finding`: what the figures say, as the title, or what officials have written (`is_written`); empty where they are
    not comparable. `is_apart`: it leaves out figures that are not comparable with the others. `code` and `name`
    identify its picture: the indicator, and which of its charts.
    """

    kind: str
    key: str
    title: str
    sentence: str
    draw: Callable[[Frame], Scene]
    rows: Sequence[ChartRow]
    legend: Sequence[tuple[Mark, str]] = ()
    notes: Sequence[str] = ()
    card: Callable[[], Scene] | None = None
    finding: str = ""
    is_written: bool = False
    is_apart: bool = False
    code: str = ""
    name: str = ""

    def titled(self, written: str) -> Self:
        """With the title that officials have written, if any; not where figures are not comparable."""
        return replace(self, finding=written, is_written=True) if written and not self.is_apart else self

    @property
    def heading(self) -> str:
        """The finding, or else the plain title."""
        return self.finding or self.title

    @property
    def sources(self) -> list[Model]:
        """One record for each place of a release from which its figures come."""
        records = [row.record for row in self.rows if row.record is not None]
        return list({(one.release_id, one.locator): one for one in reversed(records)}.values())[::-1]

    @property
    def is_provisional(self) -> bool:
        """Whether any of its figures is provisional (据初步数)."""
        return any(row.record and row.record.status == ObservationStatus.PROVISIONAL for row in self.rows)

    @property
    def scenes(self) -> list[Scene]:
        """Narrow and wide drawings; CSS shows the one that fits."""
        return [self.draw(NARROW), self.draw(WIDE)]

    @property
    def large_scenes(self) -> list[Scene]:
        """For care mode."""
        return [self.draw(LARGE)]

    @property
    def has_names(self) -> bool:
        return any(row.name for row in self.rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note for row in self.rows)


def figures_sentence(name: str, data: Sequence[Datum], closing: str = "") -> str:
    """“Old estates: 2022, target: 14 estates; 1 January to 23 December 2022: 13 estates.”"""
    if len(data) <= MOST_IN_SENTENCE:
        facts = [one.fact for one in data]
    else:
        known = [one for one in data if one.value is not None]
        known = [one for one in known if not one.is_target] or known
        extremes = (max(known, key=lambda one: one.value), min(known, key=lambda one: one.value))
        chosen = {known[0], known[-1], *extremes}
        count = ngettext("%(count)d figure", "%(count)d figures", len(data)) % {"count": len(data)}
        facts = [count, *(one.fact for one in data if one in chosen)]
    return sentence(name, [*facts, closing] if closing else facts)


def sentence(name: str, facts: Sequence[str]) -> str:
    return _("%(name)s: %(facts)s.") % {"name": name, "facts": _("; ").join(facts)}


def with_note(text: str, note: str) -> str:
    """“95% (provisional)”"""
    return _("%(text)s (%(note)s)") % {"text": text, "note": note}
