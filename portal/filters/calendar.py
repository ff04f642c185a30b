"""Filters of the release calendar."""

from django.utils.translation import gettext_lazy as _

from portal.filters.parts import Choice, Words
from portal.filters.strict import StrictFilterSet
from portal.models import CalendarState


class CalendarFilter(StrictFilterSet):
    """Of announced releases; the queryset has gone through `for_calendar`."""

    q = Words("title_zh", "title_en")
    state = Choice(CalendarState.choices, "state", label=_("state"))
