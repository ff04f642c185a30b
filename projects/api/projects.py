"""Serializers of programmes and projects."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.models import CommitmentState
from portal.publishing.api import record_serializer
from portal.web.api.fields import Answer, Codes, Day, Shortened, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset
from projects.api.records import (
    BeneficiaryFields,
    FundingFields,
    MilestoneFields,
    ProgressFields,
    WorkItemFields,
)
from projects.detail import project as details
from projects.detail.programme_summary import ProgrammeSummary
from projects.detail.progress import statuses_at, statuses_of
from projects.filters import MicroProjectFilter, ProgrammeFilter, ProjectFilter, keyset_of
from projects.models import (
    Category,
    Funding,
    Programme,
    ProjectDocument,
    Stage,
    Undertaking,
    UndertakingState,
)


class UndertakingSerializer(serializers.Serializer):
    """What is undertaken, where and by whom, and how far it was reported to be."""

    code = Text(source="undertaking.code")
    kind = Word(Undertaking.Kind.choices, source="undertaking.kind")
    name = Text(source="undertaking.name")
    aliases = Codes(source="undertaking.aliases", help_text=_("Other printed names."))
    summary = Text(source="undertaking.summary")
    programme = Text(source="undertaking.programme.code", default=None, allow_null=True)
    programme_name = Text(source="undertaking.programme.name", default=None, allow_null=True)
    sector = Text(source="undertaking.sector_id")
    department = Text(source="undertaking.department.code")
    department_name = Text(source="undertaking.department.name")
    category = Text(source="undertaking.category.code")
    category_name = Text(source="undertaking.category.name")
    areas = serializers.SerializerMethodField(help_text=_("Codes."))
    plan_year = serializers.IntegerField(source="undertaking.plan_year", allow_null=True, read_only=True)
    predecessor = Text(
        source="predecessor.code", default=None, allow_null=True, help_text=_("What it continues.")
    )
    stage = Word(
        Stage.choices,
        source="status.state.stage",
        default="",
        allow_blank=True,
        help_text=_("By the newest report; empty where none names one."),
    )
    percent = Shortened(
        source="status.state.percent",
        default=None,
        allow_null=True,
        help_text=_("Per cent done; null if unknown."),
    )
    percent_basis = Text(
        source="status.percent_basis", allow_null=True, help_text=_("`reported`, `computed` or null.")
    )
    as_at = Day(
        source="status.state.as_at", default=None, allow_null=True, help_text=_("Of the newest report.")
    )
    release = Text(
        source="last_release.slug",
        default=None,
        allow_null=True,
        help_text=_("The last that said anything of it; null once all was withdrawn."),
    )
    reported_at = Time(source="status.state.reported_at", default=None, allow_null=True)
    due = Day(
        source="status.state.due",
        default=None,
        allow_null=True,
        help_text=_("The first day by which it is to be finished, of those not met."),
    )
    is_late = serializers.BooleanField(
        source="status.is_late", help_text=_("Reported unfinished as at a later day than that.")
    )
    silent_since = Day(
        source="status.silent_since",
        allow_null=True,
        help_text=_(
            "The day of the last word about it, where it is unfinished and its department has published since without"
            " a word about it; null where it is not silent."
        ),
    )
    url = serializers.SerializerMethodField(help_text=_("Of its page."))

    def get_areas(self, row: details.ProjectRow) -> list[str]:
        return [area.code for area in row.undertaking.areas.all()]

    def get_url(self, row: details.ProjectRow) -> str:
        page = reverse(f"projects:{row.undertaking.noun}", args=[row.undertaking.code])
        return self.context["request"].build_absolute_uri(page)


class ProjectSerializer(UndertakingSerializer):
    """A project or micro-project, and how far it was reported to be."""


class ProgrammeSerializer(UndertakingSerializer):
    """A programme, and how far it was reported to be as a whole."""


class AccountSerializer(serializers.Serializer):
    """The stated cost beside the shares of those who pay; null where nothing is stated, never computed from a part."""

    kind = Word(Funding.Kind.choices)
    total = Shortened(source="total.amount", default=None, allow_null=True)
    sum_of_shares = Shortened(allow_null=True)
    gap = Shortened(allow_null=True, help_text=_("The total less the sum of the shares."))


class MoneySerializer(serializers.Serializer):
    """Money in yuan (CNY), planned and paid."""

    currency = Text()
    rows = record_serializer("FundingInProject", FundingFields)(many=True, source="amounts")
    accounts = AccountSerializer(many=True)


class CommitmentOfProjectSerializer(serializers.Serializer):
    """A commitment about it, and its state."""

    code = Text()
    title = Text()
    state = Word(CommitmentState.choices)
    due = Day(source="due_now", allow_null=True)


class DocumentSerializer(serializers.Serializer):
    """A document about it, published with a release."""

    title = Text(source="attachment.title")
    kind = Word(ProjectDocument.Kind.choices)
    release = Text(source="release.slug")
    address = serializers.SerializerMethodField()

    def get_address(self, document: ProjectDocument) -> str:
        place = reverse("attachment", args=[document.release.slug, document.attachment_id])
        return self.context["request"].build_absolute_uri(place)


class InForce(serializers.Serializer):
    """Everything in force about a project or programme."""

    reports = record_serializer("ProgressInProject", ProgressFields)(
        many=True,
        source="reports_on_whole",
        help_text=_("Of the whole, those in force, the newest first."),
    )
    work_items = record_serializer("WorkItemInProject", WorkItemFields)(many=True)
    funding = MoneySerializer()
    milestones = record_serializer("MilestoneInProject", MilestoneFields)(many=True, source="deadlines")
    beneficiaries = record_serializer("BeneficiaryInProject", BeneficiaryFields)(many=True, source="benefits")
    indicators = serializers.SerializerMethodField(
        help_text=_("Codes of the district's statistics about it.")
    )
    commitments = CommitmentOfProjectSerializer(many=True, source="commitments_by_code")
    documents = DocumentSerializer(many=True)

    def get_indicators(self, detail: details.ProjectDetail) -> list[str]:
        return [indicator.code for indicator in detail.indicators]


class ProjectAnswer(Answer, ProjectSerializer, InForce):
    """One project with everything released of it."""


class SumSerializer(serializers.Serializer):
    """A sum over the projects that state a number."""

    unit = Text(source="unit.code", default=None, allow_null=True)
    kind = Text()
    value = Shortened()
    projects = serializers.IntegerField(help_text=_("How many state it."))


class RollUpSerializer(serializers.Serializer):
    """What the projects of a programme come to together."""

    projects = serializers.IntegerField()
    stages = serializers.SerializerMethodField(
        help_text=_("Stage → number of projects; the empty one: no stage reported.")
    )
    late = serializers.IntegerField()
    silent = serializers.IntegerField()
    beneficiaries = SumSerializer(many=True, source="benefits")
    money = SumSerializer(many=True, help_text=_("Stated total costs in yuan."))

    def get_stages(self, roll_up: ProgrammeSummary) -> dict[str, int]:
        return {stage.value if stage else "": number for stage, number in roll_up.stages}


class ProgrammeAnswer(Answer, ProgrammeSerializer, InForce):
    """One programme with everything released of it, and what its projects come to together."""

    roll_up = RollUpSerializer(source="summary")
    projects = serializers.SerializerMethodField(help_text=_("Address of the list of its projects."))

    def get_projects(self, detail: details.ProgrammeDetail) -> str:
        projects = f"{reverse('api:projects')}?programme={detail.undertaking.code}"
        return self.context["request"].build_absolute_uri(projects)


class CategorySerializer(serializers.Serializer):
    """A kind of project, with the codes that say the same in OC4IDS."""

    code = Text()
    name = Text()
    oc4ids_sector = Text()
    oc4ids_type = Text()
    order = serializers.IntegerField()


class CategoryAnswer(Answer, CategorySerializer):
    """One kind of project."""


class ProjectList(ListView):
    """Projects and micro-projects with how far they are, by name or in another order; those in force at the moment."""

    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter

    @property
    def keyset(self) -> Keyset:
        return keyset_of(self.request.GET.get("sort") if self.request else None)

    def rows(self, at: dt.datetime) -> QuerySet:
        return UndertakingState.objects.known_at(at).of_projects().for_list()

    def prepare(self, rows: list[UndertakingState]) -> list[details.ProjectRow]:
        at = self.request.moment.at
        return details.rows_of(statuses_of(rows, at), at)


class MicroProjectList(ProjectList):
    """Micro-projects (民生微实事), which residents propose, with how far they are."""

    filterset_class = MicroProjectFilter

    def rows(self, at: dt.datetime) -> QuerySet:
        return super().rows(at).filter(undertaking__kind=Undertaking.Kind.MICRO)


class ProjectDetail(DetailView):
    """One project with its work items, money, milestones, beneficiaries, commitments and documents."""

    serializer_class = ProjectAnswer
    detail = details.ProjectDetail

    def rows(self, at: dt.datetime) -> QuerySet:
        return self.detail.model.objects.released(at).for_list()

    def row(self, at: dt.datetime, **key: str) -> details.ProjectDetail:
        (detail,) = self.detail.many([super().row(at, **key)], at)
        return detail


class MicroProjectDetail(ProjectDetail):
    """One micro-project with its money by source, its milestones and its documents."""

    def rows(self, at: dt.datetime) -> QuerySet:
        return super().rows(at).filter(kind=Undertaking.Kind.MICRO)


class ProgrammeList(ListView):
    """Programmes by name; what their projects come to together stands in the answer about each."""

    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Programme.objects.known_at(at).for_list()

    def prepare(self, rows: list[Undertaking]) -> list[details.ProjectRow]:
        at = self.request.moment.at
        return details.rows_of(statuses_at(rows, at), at)


class ProgrammeDetail(ProjectDetail):
    """One programme with what was released of it, and what its projects come to: stages, late, silent, money."""

    serializer_class = ProgrammeAnswer
    detail = details.ProgrammeDetail

    def row(self, at: dt.datetime, **key: str) -> details.ProgrammeDetail:
        found = DetailView.row(self, at, **key)
        (detail,) = self.detail.many([found], at, self.request.moment.state)
        return detail


class Categories:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Category.objects.all()


class CategoryList(Categories, ListView):
    """Kinds of projects in their order; under `as_of` as they are today."""

    serializer_class = CategorySerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("order", "code")


class CategoryDetail(Categories, DetailView):
    """One kind of project."""

    serializer_class = CategoryAnswer
