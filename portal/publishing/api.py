"""Releases as JSON."""

from rest_framework import serializers

from portal.web.api.fields import Text


class LocatorSerializer(serializers.Serializer):
    """Where in the release."""

    section = Text(source="section.number")
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)
    section_title = Text(source="section.title")


class Locator(LocatorSerializer):
    """Where in the release it stands, by section and paragraph; null where it names no section."""

    def __init__(self, **kwargs) -> None:
        super().__init__(source="*", allow_null=True, read_only=True, **kwargs)

    def get_attribute(self, instance: object) -> object | None:
        return instance if instance.section_id else None
