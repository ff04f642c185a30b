"""Charts on pages. The view decides on them and hands them over; nothing here asks the database."""

from typing import Any

from django import template

from portal.statistics.charts.chart import Chart
from portal.web.templatetags.portal_links import request_of

register = template.Library()


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart_for(context: template.Context, chart: Chart | None) -> dict[str, Any]:
    """A chart with its sentence, its key and its table one click away, larger in care mode; nothing without a chart."""
    if not chart:
        return {"chart": None}
    in_care = getattr(request_of(context), "care", False)
    return {"chart": chart, "scenes": chart.large_scenes if in_care else chart.scenes}


@register.inclusion_tag("components/chart_card.html")
def chart_card_for(chart: Chart | None) -> dict[str, Any]:
    """A chart at the size of a card, beside a figure in large type; nothing where it would say nothing so small."""
    return {"chart": chart, "scene": chart.card_scene if chart else None}
