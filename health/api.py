"""Health programmes as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from health.detail import ProgrammeDetail, programmes_at
from health.filters import HealthProgrammeFilter
from health.models import HealthProgramme, ProgrammeFigure
from portal.commitments.states import CommitmentState
from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.statistics.api.figures import DimensionValues, ObservationSerializer
from portal.statistics.codes import Incomparable
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Shortened, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class ProgrammeSerializer(serializers.Serializer):
    """A health programme: what is done for whom."""

    code = Text()
    name = Text()
    kind = Word(HealthProgramme.Kind.choices)
    department = Text(source="department.code")
    department_name = Text(source="department.name")
    for_whom = Text(help_text=_("For whom it is; empty if no release says so."))
    offer = Text(help_text=_("What is done."))
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")


class ProgrammeFigureSerializer(serializers.Serializer):
    """A series of the programme in its role, with its figures in force, the last period first."""

    role = Word(ProgrammeFigure.Role.choices)
    indicator = Text(source="indicator.code")
    indicator_name = Text(source="indicator.name")
    area = Text(source="series.area.code")
    dimensions = DimensionValues(source="series.dimensions")
    latest = ObservationSerializer(
        allow_null=True, help_text=_("The newest result; null where only a target was stated.")
    )
    target = ObservationSerializer(allow_null=True, help_text=_("The target that applies, or the next one."))
    target_obstacle = Word(
        Incomparable.choices,
        source="obstacle",
        allow_null=True,
        help_text=_(
            "Why the result must not be measured by the target; null where it may, or one is missing."
        ),
    )
    figures = ObservationSerializer(many=True)


class CoverageSerializer(serializers.Serializer):
    """Numerator and denominator, and the share of one in the other."""

    numerator = ObservationSerializer()
    denominator = ObservationSerializer()
    percentage = Shortened(
        allow_null=True, help_text=_("Computed, in per cent; null where the two are not comparable.")
    )


class ProgrammeCommitmentSerializer(serializers.Serializer):
    """A commitment made for the programme."""

    code = Text()
    title = Text()
    due = Day(source="due_now", allow_null=True)
    state = Word(CommitmentState.choices)


class ProgrammeDetailSerializer(DetailSerializer, ProgrammeSerializer):
    """A health programme with the figures that measure it, their targets, and what was not reported."""

    about, row = "programme", ProgrammeSerializer

    figures = ProgrammeFigureSerializer(source="rows", many=True)
    not_reported = serializers.SerializerMethodField(
        help_text=_("What a programme of this kind is asked for and no release has reported.")
    )
    coverage = CoverageSerializer(allow_null=True)
    commitments = ProgrammeCommitmentSerializer(many=True)
    facilities = serializers.SerializerMethodField(
        help_text=_("Codes of the facilities where it is offered.")
    )

    def get_not_reported(self, detail: ProgrammeDetail) -> list[str]:
        return [str(one.role) for one in detail.not_reported]

    def get_facilities(self, detail: ProgrammeDetail) -> list[str]:
        return [one.code for one in detail.facilities]


class HealthProgrammeAnswer(Answer, ProgrammeDetailSerializer):
    """One health programme."""

    description_changes = DescriptionChangeSerializer(
        source="programme.description_changes", many=True, help_text=_("Newest first.")
    )


class ProgrammeListView(ListView):
    """Health programmes with their figures, targets and commitments."""

    serializer_class = ProgrammeDetailSerializer
    filterset_class = HealthProgrammeFilter
    keyset = Keyset("order", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return HealthProgramme.objects.public(at).for_list()

    def prepare(self, rows: list[HealthProgramme]) -> list[ProgrammeDetail]:
        return programmes_at(rows, self.request.moment.at)


class ProgrammeDetailView(DetailView):
    """One health programme with its figures, targets and commitments."""

    serializer_class = HealthProgrammeAnswer

    def row(self, at: dt.datetime, **key: str) -> ProgrammeDetail:
        detail = ProgrammeDetail.at(key["code"], at)
        attach_changes([detail.programme], at)
        return detail
