"""Template tags of events: whether one is overdue, its first instant, and the calendar file with the page's filters."""

import datetime as dt
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from portal.events.filters import EventFilter
from portal.events.models import Occurrence, PublicEvent
from portal.web.templatetags.portal_site import kept_of_data, request_of

register = template.Library()


@register.filter
def overdue(event: PublicEvent, day: dt.date) -> bool:
    return event.is_overdue(day)


@register.filter
def start(event: PublicEvent) -> str:
    """When it begins first, in ISO 8601."""
    return Occurrence(event, event.first_day, event.last_day).starts.isoformat()


@register.simple_tag(takes_context=True)
def event_file(context: Context) -> str:
    """Address of the calendar file of the events that the page's filters choose."""
    request = request_of(context)
    lists = request.GET.lists() if request else ()
    chosen = {name: values for name, values in lists if name in EventFilter.get_filters()}
    query = urlencode({**chosen, **kept_of_data(context)}, doseq=True)
    return f"{reverse('event-file')}{'?' * bool(query)}{query}"
