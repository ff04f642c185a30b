"""Chart data: plain values, and texts in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics.codes import ObservationKind, ObservationStatus
from portal.statistics.models import Observation
from portal.web.numbers import exact, is_rounded, readable, with_unit


@dataclass(frozen=True)
class Datum:
    """One known figure. `value` is None if none was published: a gap, never zero.

    `label` is short enough for a chart (“目标29.5万人次”), `bare` lacks the unit, `text` is exact. `name` identifies it
    among the parts of a whole.
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

    @property
    def first(self) -> dt.date:
        """The first day of its period."""
        return self.start or self.end


def datum(figure: Observation, *, revised: bool = False, name: str = "") -> Datum:
    """The figure as chart data; `revised` if an earlier version had been released."""
    return Datum(
        start=figure.period_start,
        end=figure.period_end,
        value=figure.value,
        is_target=figure.kind == ObservationKind.TARGET,
        is_sure=figure.status == ObservationStatus.NORMAL,
        is_revised=revised,
        label=_short_text(figure, figure.series.indicator.unit.symbol),
        bare=_short_text(figure, ""),
        text=figure.text,
        period=figure.period.label,
        status="" if figure.status == ObservationStatus.NORMAL else figure.get_status_display(),
        note=figure.note,
        name=name,
    )


def _short_text(figure: Observation, unit: str) -> str:
    """Qualifier and value, in 万 or 亿 if that is exact, with the unit; a target says so."""
    text = figure.get_status_display()
    if figure.value is not None:
        number = readable(figure.value)
        if not number or is_rounded(number):
            number = exact(figure.rounded, figure.series.indicator.decimals)
        text = figure.qualifier_prefix + (with_unit(number, unit) if unit else number)
    return _("target %(value)s") % {"value": text} if figure.kind == ObservationKind.TARGET else text
