"""Commitments as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.models import CommitmentUpdate, commitments_at
from portal.commitments.pages import CommitmentDetail, CommitmentFilter
from portal.commitments.states import CommitmentKind, CommitmentState
from portal.publishing.api import Locator, VersionFields
from portal.statistics.api import ObservationVersionSerializer
from portal.web.api.fields import Answer, Day, DetailSerializer, PastTime, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class CommitmentSerializer(VersionFields):
    """A commitment of a release, with its state at the moment of the request."""

    code = Text()
    title = Text()
    detail = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    areas = serializers.SerializerMethodField(help_text=_("Codes."))
    indicator = serializers.SerializerMethodField(
        help_text=_("The indicator of its result; null until a figure of it is public.")
    )
    series = serializers.SerializerMethodField(help_text=_("Id of the series of its result; null likewise."))
    kind = Word(
        CommitmentKind.choices, help_text=_("A direction of work cannot be checked and never falls due.")
    )
    due = Day(allow_null=True, help_text=_("As first committed; null if no date was named."))
    due_inferred = serializers.BooleanField(
        source="due_is_inferred",
        help_text=_("Whether `due` follows from what it names and is not stated itself."),
    )
    due_reason = Text(help_text=_("Why it is due on that day; empty if the day is stated."))
    due_now = Day(allow_null=True, help_text=_("After reported changes."))
    due_printed = Text(help_text=_("As stated."))
    state = Word(
        CommitmentState.choices,
        allow_null=True,
        help_text=_(
            "The newest report, or computed: `pending` before the due day; after it `silent` if its department has "
            "published since without a word of it, `not_heard` if it has published nothing, `mentioned` if figures or "
            "progress followed without an outcome; `no_date`; `direction` of work; null once it is withdrawn."
        ),
    )
    published_since = Day(
        allow_null=True,
        help_text=_(
            "The day on which its department last published, if that was after `due_now`, or for no date after the "
            "release that made it; null if it has published nothing since."
        ),
    )
    release = Text(source="release.slug", help_text=_("Of the release that made it."))
    locator = Locator()
    released_at = Time()
    superseded_at = PastTime(
        allow_null=True, help_text=_("When its release was withdrawn; reports on it do not supersede it.")
    )

    def get_areas(self, commitment) -> list[str]:
        return [area.code for area in commitment.areas.all()]

    def get_indicator(self, commitment) -> str | None:
        return commitment.series.indicator.code if commitment.indicator_is_public else None

    def get_series(self, commitment) -> int | None:
        return commitment.series_id if commitment.series_is_public else None


class UpdateSerializer(VersionFields):
    """A later release's report on a commitment."""

    id = serializers.IntegerField()
    commitment = Text(source="commitment.code")
    outcome = Word(CommitmentUpdate.Outcome.choices)
    completed_on = Day(allow_null=True)
    new_due = Day(allow_null=True)
    note = Text()
    release = Text(source="release.slug")
    locator = Locator()
    released_at = Time()
    superseded_at = PastTime(allow_null=True)


class CommitmentVersionSerializer(serializers.Serializer):
    """What was committed and reported from one release to the next."""

    since = Time(source="record.released_at")
    until = Time(allow_null=True, help_text=_("When the next release said otherwise; null while it stands."))
    outcome = Word(
        CommitmentUpdate.Outcome.choices, allow_blank=True, help_text=_("Empty as it was first made.")
    )
    due = Day(allow_null=True, help_text=_("As of this version."))
    note = Text(help_text=_("Of the report."))
    release = Text(source="record.release.slug")


class SubjectSerializer(serializers.Serializer):
    """A project or programme that a commitment is about."""

    kind = Text(help_text=_("project or programme"))
    code = Text()
    name = Text()


class CommitmentAnswer(Answer, DetailSerializer, CommitmentSerializer):
    """One commitment with all reports on it, oldest first."""

    about, row = "commitment", CommitmentSerializer

    subjects = SubjectSerializer(many=True, help_text=_("The projects and programmes that it is about."))
    updates = UpdateSerializer(many=True)
    versions = CommitmentVersionSerializer(
        many=True, help_text=_("As first made, and after each report, the oldest first.")
    )
    figures = ObservationVersionSerializer(
        many=True,
        help_text=_("The newest figures of its result; `observations` has all of them."),
    )


class CommitmentList(ListView):
    """Commitments with their state, earliest due date first, those without a date last."""

    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    keyset = Keyset("due_now", "code", nullable=("due_now",))

    def rows(self, at: dt.datetime) -> QuerySet:
        return commitments_at(at).with_state(at).with_public_series(at).for_list()


class CommitmentDetailView(DetailView):
    """One commitment with the reports on it and the newest figures of its result."""

    serializer_class = CommitmentAnswer

    def row(self, at: dt.datetime, code: str) -> CommitmentDetail:
        return CommitmentDetail.at(code, at)
