"""Releases as JSON."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.models import Attachment, Release
from portal.web.api.fields import Day, PastTime, Text, Time, Word


class LocatorSerializer(serializers.Serializer):
    """Where in the release."""

    section = Text(source="section.number")
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)
    section_title = Text(source="section.title")


class Locator(LocatorSerializer):
    """Where in the release it stands, by section and paragraph; null where it names no section."""

    def __init__(self, **kwargs) -> None:
        super().__init__(allow_null=True, read_only=True, **{"source": "*", **kwargs})

    def get_attribute(self, instance: object) -> object | None:
        record = super().get_attribute(instance)
        return record if record.section_id else None


class ReleaseSerializer(serializers.Serializer):
    """One act of publishing, with the metadata that the law on open government information asks for."""

    slug = Text()
    kind = Word(Release.Kind.choices)
    title = Text()
    summary = serializers.SerializerMethodField(help_text=_("Empty if the release is withdrawn."))
    department = Text(source="department.code")
    department_name = Text(source="department.name")
    index_number = Text()
    disclosure = Word(Release.Disclosure.choices, allow_blank=True)
    issuing_body = Text()
    category = Text()
    document_date = Day(allow_null=True)
    validity = Word(Release.Validity.choices, allow_blank=True)
    expires_on = Day(allow_null=True)
    published_on = Day(allow_null=True, help_text=_("If first published elsewhere."))
    published_on_estimated = serializers.BooleanField()
    source_document = Text()
    note = Text()
    corrects = serializers.SerializerMethodField(help_text=_("The corrected release."))
    reason = Text(help_text=_("Of the correction."))
    released_at = Time()
    withdrawn_at = PastTime(allow_null=True)
    withdrawal_reason = serializers.SerializerMethodField()

    def get_corrects(self, release: Release) -> str | None:
        corrected = release.corrects
        return corrected.slug if corrected and corrected.is_public(self.context["moment"].at) else None

    def get_summary(self, release: Release) -> str:
        return "" if self.is_withdrawn(release) else release.summary

    def get_withdrawal_reason(self, release: Release) -> str:
        return release.withdrawal_reason if self.is_withdrawn(release) else ""

    def is_withdrawn(self, release: Release) -> bool:
        return release.is_withdrawn(self.context["moment"].at)


class SectionSerializer(serializers.Serializer):
    """A part of a release, under the number by which locators name it."""

    number = Text()
    title = Text()
    sector = Text(source="sector_id", allow_null=True)
    department = Text(source="department.code")
    summary = Text()
    paragraphs = serializers.IntegerField()


class QuestionSerializer(serializers.Serializer):
    """A journalist's question and what was answered, retold."""

    number = serializers.IntegerField()
    section = Text(source="section.number")
    outlet = Text()
    question = Text()
    speaker = Text()
    answer = Text()


class CorrectionSerializer(serializers.Serializer):
    """A later release that corrects this one."""

    slug = Text()
    title = Text()
    reason = Text()
    released_at = Time()


class AttachmentSerializer(serializers.Serializer):
    """A document that belongs to a release."""

    title = Text()
    address = serializers.SerializerMethodField()

    def get_address(self, document: Attachment) -> str:
        place = reverse("attachment", args=[document.release.slug, document.pk])
        return self.context["request"].build_absolute_uri(place)


class FacilityLocatorSerializer(serializers.Serializer):
    """Where in the release; a facility keeps the number of the section only."""

    section = Text()
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)
