"""How the grid of progress writes plans and former values."""

from decimal import Decimal

from django import template

from portal.statistics.codes import Qualifier
from portal.web.numbers import exact, with_unit
from projects.models import Stage, WorkItem
from projects.progress_form import Last

register = template.Library()


@register.filter
def planned(item: WorkItem) -> str:
    """The planned quantity with its unit; empty where none was stated."""
    if item.planned_quantity is None:
        return ""
    number = with_unit(exact(item.planned_quantity), item.unit.symbol)
    return f"{item.get_qualifier_display()} {number}" if item.qualifier else number


@register.filter
def last_value(last: Last) -> str:
    """A stage by its name, a number with all its digits."""
    if not isinstance(last.value, Decimal):
        return str(Stage(last.value).label)
    qualifier = Qualifier(last.qualifier).label if last.qualifier else ""
    return " ".join(filter(None, (str(qualifier), exact(last.value))))
