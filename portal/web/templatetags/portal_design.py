"""Parts of pages that need some arithmetic before they are shown: changes, the bar of promises, care mode."""

from decimal import Decimal

from django import template
from django.template import Context

from portal.web.templatetags.portal_links import request_of

register = template.Library()


@register.simple_tag(takes_context=True)
def care_mode(context: Context) -> bool:
    """Whether the reader is in care mode: then a page leaves out what is not needed to understand or to act."""
    return getattr(request_of(context), "care", False)


@register.filter
def total(states: dict[str, int]) -> int:
    """How many there are in all states."""
    return sum(states.values())


@register.filter
def unlocalized(number: Decimal) -> str:
    """A number as SVG takes it, whatever the reader's language."""
    return f"{number:f}"
