"""Releases with their parts as JSON."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.api import (
    CommitmentSerializer,
    UpdateSerializer,
    commitments,
    reports,
)
from portal.publishing.api.releases import (
    AttachmentSerializer,
    CorrectionSerializer,
    QuestionSerializer,
    Releases,
    ReleaseSerializer,
    SectionSerializer,
)
from portal.publishing.filters import ReleaseFilter
from portal.publishing.models import Attachment, Question, Release, Section
from portal.web.api.fields import Answer
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


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


class ReleaseList(Releases, ListView):
    """Releases, the newest first; of a withdrawn one the notice."""

    serializer_class = ReleaseSerializer
    filterset_class = ReleaseFilter
    keyset = Keyset("-released_at", "-id")


class ReleaseDetail(Releases, DetailView):
    """One release with its sections, questions, commitments, reports and corrections; its figures are at `figures`."""

    serializer_class = ReleaseAnswer
    key = "slug"

    def complete(self, release: Release, at: dt.datetime) -> Release:
        sections = Section.objects.known_at(at).filter(release=release)
        questions = Question.objects.known_at(at).filter(release=release)
        release.public_sections = sections.select_related("department")
        release.public_questions = questions.select_related("section")
        release.public_attachments = Attachment.objects.known_at(at).filter(release=release).for_list()
        release.public_commitments = commitments(at).filter(release=release).order_by("code")
        release.reports = reports(at).filter(release=release).order_by("commitment__code", "id")
        release.public_corrections = release.corrections.released(at).order_by("released_at", "id")
        return release
