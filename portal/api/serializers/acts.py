"""Releases and commitments."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.models import Attachment, CommitmentState, CommitmentUpdate, Release
from portal.publishing.api import Locator
from portal.web.api.fields import Answer, Day, PastTime, Text, Time, Word


class ReleaseSerializer(serializers.Serializer):
    """One act of publishing, with the metadata that the law on open government information asks for."""

    slug = Text()
    kind = Word(Release.Kind.choices)
    title = Text()
    summary = serializers.SerializerMethodField(help_text=_("Empty once the release is withdrawn."))
    department = Text(source="department.code")
    department_name = Text(source="department.name")
    index_number = Text()
    disclosure = Word(Release.Disclosure.choices, allow_blank=True)
    issuing_body = Text()
    category = Text()
    document_date = Day(allow_null=True)
    validity = Word(Release.Validity.choices, allow_blank=True)
    expires_on = Day(allow_null=True)
    published_on = Day(allow_null=True, help_text=_("Where it was published elsewhere before."))
    published_on_estimated = serializers.BooleanField()
    source_document = Text()
    note = Text()
    corrects = serializers.SerializerMethodField(help_text=_("The release that it corrects."))
    reason = Text(help_text=_("Of the correction."))
    released_at = Time()
    withdrawn_at = PastTime(allow_null=True)
    withdrawal_reason = serializers.SerializerMethodField()

    def get_corrects(self, release: Release) -> str | None:
        corrected = release.corrects
        public = corrected and corrected.released_at and corrected.released_at <= self.context["moment"].at
        return corrected.slug if public else None

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


class CommitmentSerializer(serializers.Serializer):
    """What a release promised, and how that stood at the moment."""

    code = Text()
    title = Text()
    detail = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    areas = serializers.SerializerMethodField(help_text=_("Codes."))
    indicator = serializers.SerializerMethodField(
        help_text=_("In which the result shows; null until a figure of it is public.")
    )
    series = serializers.SerializerMethodField(help_text=_("Id of the series of it, likewise."))
    due = Day(allow_null=True, help_text=_("As first promised; null where no date was named."))
    due_now = Day(allow_null=True, help_text=_("After the changes that were reported."))
    due_printed = Text(help_text=_("As stated."))
    state = Word(CommitmentState.choices)
    release = Text(source="release.slug", help_text=_("Of the release that made it."))
    locator = Locator()
    released_at = Time()

    def get_areas(self, commitment) -> list[str]:
        return [area.code for area in commitment.areas.all()]

    def get_indicator(self, commitment) -> str | None:
        return commitment.series.indicator.code if commitment.indicator_is_public else None

    def get_series(self, commitment) -> int | None:
        return commitment.series_id if commitment.series_is_public else None


class UpdateSerializer(serializers.Serializer):
    """What a later release reported of a commitment."""

    commitment = Text(source="commitment.code")
    outcome = Word(CommitmentUpdate.Outcome.choices)
    completed_on = Day(allow_null=True)
    new_due = Day(allow_null=True)
    note = Text()
    release = Text(source="release.slug")
    locator = Locator()
    released_at = Time()


class CommitmentAnswer(Answer, CommitmentSerializer):
    """One commitment with everything reported of it, the oldest report first."""

    updates = UpdateSerializer(many=True, source="public_updates")


class ReleaseAnswer(Answer, ReleaseSerializer):
    """One release with its parts. Of a withdrawn one the notice stays: its parts are empty."""

    sections = SectionSerializer(many=True, source="public_sections")
    questions = QuestionSerializer(many=True, source="public_questions")
    commitments = CommitmentSerializer(many=True, source="public_commitments")
    reports = UpdateSerializer(many=True, help_text=_("What it reported of earlier commitments."))
    attachments = AttachmentSerializer(many=True, source="public_attachments")
    corrections = CorrectionSerializer(many=True, source="public_corrections")
    figures = serializers.SerializerMethodField(help_text=_("Address of its figures."))

    def get_figures(self, release: Release) -> str:
        place = f"{reverse('api:observations')}?release={release.slug}&versions=all"
        return self.context["request"].build_absolute_uri(place)
