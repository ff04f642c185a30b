"""Charts on pages. The view decides on them and hands them over; nothing here asks the database."""

from typing import Any

from django import template

from portal.charts.chart import Chart

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart_for(chart: Chart | None) -> dict[str, Any]:
    """A chart with its sentence, its key and its table one click away; nothing where there is no chart."""
    return {"chart": chart}


@register.inclusion_tag("components/chart_card.html")
def chart_card_for(chart: Chart | None) -> dict[str, Any]:
    """A chart at the size of a card, beside a figure in large type; nothing where it would say nothing so small."""
    return {"chart": chart, "scene": chart.card_scene if chart else None}
