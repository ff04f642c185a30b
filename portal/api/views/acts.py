"""Releases and commitments."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from portal.api.serializers.acts import (
    CommitmentAnswer,
    CommitmentSerializer,
    ReleaseAnswer,
    ReleaseSerializer,
)
from portal.filters import CommitmentFilter, ReleaseFilter
from portal.models import (
    Attachment,
    Commitment,
    CommitmentUpdate,
    Indicator,
    Question,
    Release,
    Section,
    Series,
)
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class Releases:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Release.objects.released(at).for_list()


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


class Commitments:
    def rows(self, at: dt.datetime) -> QuerySet:
        return commitments(at)


class CommitmentList(Commitments, ListView):
    """Commitments with their state, the earliest due first, those without a date last."""

    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    keyset = Keyset("due_now", "code", nullable=("due_now",))


class CommitmentDetail(Commitments, DetailView):
    """One commitment with what was reported of it."""

    serializer_class = CommitmentAnswer

    def complete(self, commitment: Commitment, at: dt.datetime) -> Commitment:
        commitment.public_updates = reports(at).filter(commitment=commitment).order_by("released_at", "id")
        return commitment


def commitments(at: dt.datetime) -> QuerySet:
    """Commitments ready to be shown. One may point to an indicator of which no figure is public yet."""
    indicators = Indicator.objects.released(at).filter(pk=OuterRef("series__indicator"))
    series = Series.objects.released(at).filter(pk=OuterRef("series"))
    return (
        Commitment.objects.known_at(at)
        .with_state(at)
        .for_list()
        .annotate(indicator_is_public=Exists(indicators), series_is_public=Exists(series))
    )


def reports(at: dt.datetime) -> QuerySet:
    return CommitmentUpdate.objects.known_at(at).select_related("commitment", "release", "section")
