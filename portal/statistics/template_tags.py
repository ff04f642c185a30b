"""Template tags for figures, changes, charts, dates and locators."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.publishing.models import Release, ReleasedRecord
from portal.statistics.changes import Change
from portal.statistics.charts.chart import Chart
from portal.statistics.codes import Incomparable
from portal.statistics.comparability import why_not
from portal.statistics.models import Observation, Series
from portal.statistics.periods import Likeness, likeness
from portal.web.numbers import exact, is_rounded, readable, with_unit
from portal.web.png import is_legible
from portal.web.templatetags.portal_site import request_of, to_file

register = template.Library()

#: Numbers of sections that contain a question and its answer.
QUESTION = re.compile("q([0-9]+)")


@register.inclusion_tag("components/figure.html")
def figure(observation: Observation) -> dict[str, Any]:
    """A figure in a line of text or a table: qualifier, exact value, unit, readable form, status, printed token.

    `number` is empty if no value was published.
    """
    short = "" if observation.value is None else readable(observation.value)
    return {
        "observation": observation,
        "qualifier": observation.qualifier_prefix,
        "value": observation.rounded,
        "number": observation.number,
        "readable": short and with_unit(short, observation.series.indicator.unit.symbol),
        "doubt": getattr(observation, "check_mark", ""),  # of figures read with their checks
    }


@register.inclusion_tag("components/figure.html")
def brief_figure(observation: Observation) -> dict[str, Any]:
    """A figure as a single number: the readable form if it is exact, otherwise all digits."""
    parts = figure(observation)
    short = parts["readable"]
    return parts | {"readable": "", "number": parts["number"] if is_rounded(short) or not short else short}


@register.inclusion_tag("components/headline_figure.html")
def headline_figure(observation: Observation | None) -> dict[str, Any]:
    """A figure in large type: the exact value below the readable form, or above it if that is rounded."""
    if observation is None:
        return {"observation": None}
    parts = figure(observation)
    lines = [line for line in (parts["readable"], parts["number"]) if line]
    if is_rounded(parts["readable"]):
        lines.reverse()
    return parts | {"large": lines[0] if lines else "", "small": lines[1] if lines[1:] else ""}


@register.simple_tag
def amount(value: Decimal | None, series: Series, decimals: int | None = None) -> str:
    """A computed value in the unit of a series: up to four decimals, or as many as requested."""
    if value is None:
        return ""
    number = exact(round(value, 4)) if decimals is None else exact(value, decimals)
    return with_unit(number, series.indicator.unit.symbol)


@register.filter
def not_comparable(reason: Incomparable) -> str:
    """“not comparable: different definition”"""
    return why_not(reason)


@register.filter
def signed(text: str) -> str:
    """A difference with its sign, using a proper minus sign."""
    if text.startswith("-"):
        return "−" + text[1:]
    return "+" + text if any(digit in text for digit in "123456789") else text


@register.simple_tag
def day(moment: dt.date | dt.datetime | None) -> SafeString | str:
    """A date as a `<time>` element, in the local time zone."""
    if moment is None:
        return ""
    local = timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "DATE_FORMAT"))


@register.simple_tag
def clock(moment: dt.datetime) -> SafeString:
    """A time and date as a `<time>` element, in the local time zone."""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "DATETIME_FORMAT"),
    )


@register.simple_tag
def superseded(at: dt.datetime, observation: Observation) -> dt.datetime | None:
    """When the figure was superseded, as far as public at the page's moment."""
    return observation.superseded_by(at)


@register.filter
def withdrawn_at(release: Release, at: dt.datetime) -> bool:
    """Whether the release had been withdrawn at the page's moment."""
    return release.is_withdrawn(at)


@register.filter
def is_withdrawn(record: ReleasedRecord, at: dt.datetime) -> bool:
    """Whether the record, read `with_withdrawal`, had been withdrawn at the page's moment."""
    return record.is_withdrawn(at)


@register.filter
def moment_before(moment: dt.datetime) -> dt.datetime:
    """The last second before a moment."""
    return moment - dt.timedelta(seconds=1)


@register.filter
def just_before(moment: dt.datetime) -> str:
    """The last second before a moment, as an `as_of` value."""
    return timezone.localtime(moment_before(moment)).isoformat(timespec="seconds")


@register.filter
def figure_anchor(observation: Observation) -> str:
    """The anchor of a figure on the page of its indicator."""
    return f"figure-{observation.pk}"


@register.filter
def shown_number(number: str) -> str:
    """The section number before its title; questions have their number in the title."""
    return "" if QUESTION.fullmatch(number) else number


@register.filter
def section_anchor(number: str) -> str:
    """The anchor of that section on the page of its release; empty without a section."""
    return f"section-{number}" if number else ""


@register.filter
def dialled(phone: str) -> str:
    """A printed telephone number as dialled: its digits, with a leading plus."""
    return "".join(c for c in phone if c.isdigit() or c == "+")


@register.filter
def locator_text(locator: str) -> str:
    """A locator in words: “section 3.1, paragraph 2”."""
    number, _mark, paragraph = locator.partition(" ¶")
    if asked := QUESTION.fullmatch(number):
        numbers = {"number": asked[1], "paragraph": paragraph}
        return (
            _("answer %(number)s, paragraph %(paragraph)s") if paragraph else _("answer %(number)s")
        ) % numbers
    if not paragraph:
        return _("section %(number)s") % {"number": number}
    return _("section %(number)s, paragraph %(paragraph)s") % {"number": number, "paragraph": paragraph}


@register.inclusion_tag("components/change.html")
def change(change: Change | None) -> dict[str, Any]:
    """The change against the last comparable figure in words: “3 estates more than 2021”; nothing if there is none."""
    if change is None:
        return {"direction": ""}
    if change.obstacle:
        names = {"period": change.earlier.period.label, "value": change.earlier.text}
        return {
            "direction": "none",
            "beside": _("%(period)s: %(value)s") % names,
            "why": why_not(change.obstacle),
        }
    direction = "same"
    if change.difference:
        direction = "more" if change.difference > 0 else "less"
    return {
        "direction": direction,
        "amount": change.amount,
        "share": change.share and f"{exact(abs(change.share), 1)}%",
        "period": change.earlier.period,
        "is_state": likeness(change.figure.period, change.earlier.period) == Likeness.EARLIER_STATE,
    }


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart_for(context: template.Context, chart: Chart | None) -> dict[str, Any]:
    """A chart with its sentence, legend and table, drawn larger in care mode; nothing without a chart."""
    if not chart:
        return {"chart": None}
    in_care = getattr(request_of(context), "care", False)
    return {"chart": chart, "scenes": chart.large_scenes if in_care else chart.scenes}


@register.simple_tag(takes_context=True)
def picture(context: template.Context, name: str, chart: Chart) -> str:
    """The address of a chart as a picture, by URL name, for the reader; empty if its words cannot be drawn."""
    if name == "chart-png" and not is_legible():
        return ""
    return to_file(context, name, chart.code, chart=chart.name)


@register.inclusion_tag("components/chart_card.html")
def chart_card_for(chart: Chart | None) -> dict[str, Any]:
    """A chart as small as a card, beside a figure in large type; nothing if it is not drawn that small."""
    return {"chart": chart, "scene": chart.card() if chart and chart.card else None}
