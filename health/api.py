"""Health programmes, accreditations and sites as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from health.detail import ProgrammeDetail, SiteRow, programmes_at, sites_at
from health.filters import SITE_KINDS, HealthProgrammeFilter, SiteFilter
from health.models import Accreditation, HealthProgramme, ProgrammeFigure
from portal.commitments.states import CommitmentState
from portal.facilities.models import Facility
from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.statistics.api.figures import DimensionValues, ObservationSerializer
from portal.statistics.codes import Incomparable
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Shortened, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class HealthProgrammeSerializer(serializers.Serializer):
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


class ProgrammeDetailSerializer(DetailSerializer, HealthProgrammeSerializer):
    """A health programme with the figures that measure it, their targets, and what was not reported."""

    about, row = "programme", HealthProgrammeSerializer

    figures = ProgrammeFigureSerializer(source="rows", many=True)
    not_reported = serializers.SerializerMethodField(
        help_text=_("What a programme of this kind is asked for and no release has reported.")
    )
    coverage = CoverageSerializer(allow_null=True)
    commitments = ProgrammeCommitmentSerializer(many=True)
    services = serializers.SerializerMethodField(
        help_text=_("Codes of the services by which residents get it.")
    )
    facilities = serializers.SerializerMethodField(
        help_text=_("Codes of the facilities where it is offered.")
    )

    def get_not_reported(self, detail: ProgrammeDetail) -> list[str]:
        return [str(one.role) for one in detail.not_reported]

    def get_services(self, detail: ProgrammeDetail) -> list[str]:
        return [one.code for one in detail.services]

    def get_facilities(self, detail: ProgrammeDetail) -> list[str]:
        return [one.code for one in detail.facilities]


class HealthProgrammeAnswer(Answer, ProgrammeDetailSerializer):
    """One health programme."""

    description_changes = DescriptionChangeSerializer(
        source="programme.description_changes", many=True, help_text=_("Newest first.")
    )


class ProgrammeList(ListView):
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


class AccreditationFields(serializers.Serializer):
    """What an institution was accredited as, or is working towards, as one release stated it."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    standard = Text(source="record.standard")
    level = Word(Accreditation.Level.choices, source="record.level")
    state = Word(Accreditation.State.choices, source="record.state")
    holder = Text(source="record.holder", help_text=_("The institution, or what several of them are."))
    facility = Text(
        source="record.facility",
        help_text=_("Code of the facility; empty if the document does not name one."),
    )
    number = serializers.IntegerField(
        source="record.number", allow_null=True, help_text=_("Of institutions that are not named; else null.")
    )
    body = Text(source="record.body", help_text=_("Who awards it; empty if not stated."))
    year = serializers.IntegerField(source="record.year", allow_null=True)
    department = Text(source="record.department.code")


class SiteSerializer(serializers.Serializer):
    """A clinic, hospital or sampling point, and when it was in operation as far as a release states it."""

    code = Text(source="facility.code", help_text=_("Code of the facility."))
    name = Text(source="facility.name")
    kind = Word(Facility.Kind.choices, source="facility.kind")
    area = Text(source="facility.area.code")
    area_name = Text(source="facility.area.label")
    opened_on = Day(
        source="operation.opened_on", default=None, allow_null=True, help_text=_("Null if not stated.")
    )
    closed_on = Day(
        source="operation.closed_on", default=None, allow_null=True, help_text=_("Null if not stated.")
    )
    as_printed = Text(source="operation.as_printed", default="")
    note = Text(source="operation.note", default="")
    release = Text(source="operation.release.slug", default=None, allow_null=True)


class SiteList(ListView):
    """Clinics, hospitals and sampling points with their operation."""

    serializer_class = SiteSerializer
    filterset_class = SiteFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Facility.objects.public(at).filter(sector="health", kind__in=SITE_KINDS).for_list()

    def prepare(self, rows: list[Facility]) -> list[SiteRow]:
        return sites_at(rows, self.request.moment.at)
