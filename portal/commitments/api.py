"""Commitments as JSON."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.filters import CommitmentFilter
from portal.commitments.models import Commitment, CommitmentState, CommitmentUpdate
from portal.publishing.api.releases import Locator
from portal.statistics.models import Indicator, Series
from portal.web.api.fields import Answer, Day, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


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
