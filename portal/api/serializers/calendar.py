"""The release calendar."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.models import CalendarState
from portal.web.api.fields import Text, Time, Word


class WordSerializer(serializers.Serializer):
    """One public word on when a release is to come."""

    announced_at = Time()
    title = Text()
    scheduled_for = Time(allow_null=True, help_text=_("Null: it was called off."))
    confirmed = serializers.BooleanField(help_text=_("False: the time is provisional."))
    reason = Text(help_text=_("Of the change; a confirmed time is never changed without one."))


class CalendarSerializer(WordSerializer):
    """An announced release as it stood at the moment. Until it is public, title and time are all there is."""

    state = Word(CalendarState.choices)
    released_at = Time(allow_null=True)
    release = Text(source="released_as", default=None, allow_null=True, help_text=_("Once it is public."))
    announcements = WordSerializer(
        many=True, source="words", help_text=_("Everything that was announced of it, the oldest first.")
    )
