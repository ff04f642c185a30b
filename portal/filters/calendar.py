"""Filters of the release calendar."""

from django.utils.translation import gettext_lazy as _

from portal.models import CalendarState
from portal.web.filters.fields import Choice, Words
from portal.web.filters.strict import StrictFilterSet


class CalendarFilter(StrictFilterSet):
    """Of announced releases; the queryset has gone through `for_calendar`."""

    q = Words("title_zh", "title_en")
    state = Choice(CalendarState.choices, "state", label=_("state"))
