"""The release calendar."""

import datetime as dt

from django.db.models import QuerySet

from portal.api.serializers.calendar import CalendarSerializer
from portal.filters import CalendarFilter
from portal.models import Announcement
from portal.release_calendar import attach_words
from portal.web.api.views import ListView
from portal.web.keyset import Keyset


class CalendarList(ListView):
    """Announced releases: delayed ones, those to come, those called off, those released."""

    serializer_class = CalendarSerializer
    filterset_class = CalendarFilter
    keyset = Keyset("rank", "place", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Announcement.objects.for_calendar(at)

    def prepare(self, rows: list[Announcement]) -> list[Announcement]:
        return attach_words(rows, self.request.moment.at)
