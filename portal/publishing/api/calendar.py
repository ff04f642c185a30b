"""The release calendar as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.calendar import attach_words
from portal.publishing.filters import CalendarFilter
from portal.publishing.models import Announcement, CalendarState
from portal.web.api.fields import Text, Time, Word
from portal.web.api.views import ListView
from portal.web.keyset import Keyset


class WordSerializer(serializers.Serializer):
    """One public word on when a release is to come."""

    announced_at = Time()
    title = Text()
    scheduled_for = Time(allow_null=True, help_text=_("Null if called off."))
    confirmed = serializers.BooleanField(help_text=_("False if the time is provisional."))
    reason = Text(help_text=_("Reason of the change; required for a confirmed time."))


class CalendarSerializer(WordSerializer):
    """An announced release as it stood at the moment. Until it is public, title and time are all there is."""

    state = Word(CalendarState.choices)
    released_at = Time(allow_null=True)
    release = Text(
        source="released_as", default=None, allow_null=True, help_text=_("Null until it is public.")
    )
    announcements = WordSerializer(
        many=True, source="words", help_text=_("All its announcements, oldest first.")
    )


class CalendarList(ListView):
    """Announced releases: delayed ones, those to come, those called off, those released."""

    serializer_class = CalendarSerializer
    filterset_class = CalendarFilter
    keyset = Keyset("rank", "place", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Announcement.objects.for_calendar(at)

    def prepare(self, rows: list[Announcement]) -> list[Announcement]:
        return attach_words(rows, self.request.moment.at)
