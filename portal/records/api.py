"""Changes of descriptions as JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.records.description_changes import described_kinds
from portal.web.api.fields import Day, Text, Time, Word


class Texts(serializers.DictField):
    """Name of a field → its text."""

    child = serializers.CharField()


class DescriptionChangeSerializer(serializers.Serializer):
    """One public change of a name, a definition or another description."""

    id = serializers.IntegerField()
    changed_at = Time(
        source="at", help_text=_("When it became public; `as_of` an earlier time shows the former.")
    )
    day = Day(allow_null=True, help_text=_("Since when it is in effect; null if that is not known."))
    kind = Word(described_kinds())
    code = Text()
    name = Text(help_text=_("After the change."))
    before = Texts(read_only=True, help_text=_("Field → its former text, in the language of the field."))
    after = Texts(read_only=True, help_text=_("Field → its text since then."))
    reason = Text(help_text=_("As given with the change; empty where none was."))
