"""Chart data: plain values, and texts in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.statistics.codes import ObservationKind, ObservationStatus
from portal.statistics.models import Observation
from portal.statistics.templatetags.portal_figures import figure_parts
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
    parts = figure_parts(figure)
    is_target = figure.kind == ObservationKind.TARGET
    return Datum(
        start=figure.period_start,
        end=figure.period_end,
        value=figure.value,
        is_target=is_target,
        is_sure=figure.status == ObservationStatus.NORMAL,
        is_revised=revised,
        label=_labelled(_short(figure, parts.get("qualifier", ""), parts["unit"]), is_target=is_target),
        bare=_labelled(_short(figure, parts.get("qualifier", ""), ""), is_target=is_target),
        text=f"{parts['qualifier']}{parts['number']}" if parts["number"] else figure.get_status_display(),
        period=figure.period.label,
        status="" if figure.status == ObservationStatus.NORMAL else figure.get_status_display(),
        note=figure.note,
        name=name,
    )


def _short(figure: Observation, qualifier: str, unit: str) -> str:
    """Qualifier and value with the unit, in 万 or 亿 if that is exact."""
    if figure.value is None:
        return figure.get_status_display()
    short = readable(figure.value)
    number = (
        short if short and not is_rounded(short) else exact(figure.rounded, figure.series.indicator.decimals)
    )
    return qualifier + (with_unit(number, unit) if unit else number)


def _labelled(short: str, *, is_target: bool) -> str:
    return _("target %(value)s") % {"value": short} if is_target else short
