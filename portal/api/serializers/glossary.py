"""The glossary."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.facilities.api import FacilityLocatorSerializer
from portal.web.api.fields import Answer, Codes, Text


class GlossaryTermSerializer(serializers.Serializer):
    """A term that releases use. Ordinary content: under `as_of` it is shown as it is today."""

    code = Text()
    name = Text()
    reading = Text(help_text=_("How the Chinese is pronounced, in pinyin."))
    explanation = Text()
    is_explained = serializers.BooleanField(
        help_text=_("False where the releases name the term and do not say what it stands for.")
    )
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    indicators = Codes(
        source="public_indicators", help_text=_("Codes of the indicators in which figures of it stand.")
    )
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")


class GlossaryTermAnswer(Answer, GlossaryTermSerializer):
    """One term."""
