"""Projects, micro-projects and their categories as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.states import CommitmentKind, CommitmentState
from portal.publishing.api import WithdrawnRowSerializer, record_serializer
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.statistics.codes import Qualifier
from portal.web.addresses import absolute
from portal.web.api.fields import Answer, Codes, Day, Shortened, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset
from projects.api.answer import AnswerSerializer
from projects.api.records import (
    BeneficiaryFields,
    MilestoneFields,
    MoneySerializer,
    ProgressFields,
    WorkItemFields,
)
from projects.detail import project as details
from projects.detail.progress import statuses_of
from projects.filters import MicroProjectFilter, ProjectFilter, keyset_of
from projects.models import (
    Category,
    ProjectDocument,
    Stage,
    Undertaking,
    UndertakingState,
)
from projects.steps import StepState, StepStatus


class StepSerializer(serializers.Serializer):
    """A step: what was reported of it, what follows from a report by a rule, or that nothing was reported."""

    stage = Word(Stage.choices, source="step.stage")
    status = Word(StepStatus.choices, source="step.status")
    state = Word(
        StepState.choices, source="step.state", allow_blank=True, help_text=_("Empty if not reported.")
    )
    is_current = serializers.BooleanField(source="step.is_current", help_text=_("Where it is now."))
    as_at = Day(source="step.as_at", allow_null=True, help_text=_("Null if not reported, or without a day."))
    rule = Text(source="step.rule", help_text=_("Why it is computed; empty for others."))
    record = Text(source="step.record", help_text=_("`progress`, `milestone`, or empty: what reports it."))
    record_id = serializers.IntegerField(source="step.record_id", allow_null=True)
    release = Text(source="release.slug", default=None, allow_null=True)


class UndertakingSerializer(serializers.Serializer):
    """A project or programme: location, department and reported progress."""

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
        source="predecessor.code",
        default=None,
        allow_null=True,
        help_text=_("The first of `predecessors`; null if there is none."),
    )
    predecessors = serializers.SerializerMethodField(help_text=_("Codes of what it continues."))
    successors = serializers.SerializerMethodField(help_text=_("Codes of what continues it."))
    stage = Word(
        Stage.choices,
        source="status.state.stage",
        default="",
        allow_blank=True,
        help_text=_("From the newest report or milestone; empty if none says."),
    )
    stage_basis = Text(
        source="status.stage_basis", allow_null=True, help_text=_("`reported`, `computed` or null.")
    )
    steps = StepSerializer(many=True, help_text=_("In their order; empty if no release speaks of any."))
    percent = Shortened(
        source="status.state.percent",
        default=None,
        allow_null=True,
        help_text=_("Per cent done; null if unknown."),
    )
    percent_qualifier = Word(
        Qualifier.choices,
        source="status.state.qualifier",
        default="",
        allow_blank=True,
        help_text=_("Of `percent`; of a computed one, the weakest of what it was computed from."),
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
        help_text=_("The newest release about it; null if all have been withdrawn."),
    )
    reported_at = Time(source="status.state.reported_at", default=None, allow_null=True)
    due = Day(
        source="status.state.due",
        default=None,
        allow_null=True,
        help_text=_("The earliest due date that has not been met."),
    )
    is_late = serializers.BooleanField(
        source="status.is_late",
        help_text=_("Reported unfinished as at a day after `due`, and not continued by another project."),
    )
    silent_since = Day(
        source="status.silent_since",
        allow_null=True,
        help_text=_(
            "The day of the last report, if it is unfinished and its department has published since, and since the due "
            "day, without mentioning it; null if it is not silent, or another project continues it."
        ),
    )
    due_state = Word(
        CommitmentState.choices,
        source="status.due_state",
        allow_blank=True,
        help_text=_(
            "Computed: `silent`; after the due day `not_heard` if its department has published nothing since, "
            "`mentioned` if a later release speaks of it without saying whether it was finished; `pending` before the "
            "due day; `no_date`. Empty if it is finished, late by its own report, or continued by another project."
        ),
    )
    published_since = Day(
        source="status.published_since",
        allow_null=True,
        help_text=_(
            "The day on which its department last published, if that was after the due day and the last report."
        ),
    )
    url = serializers.SerializerMethodField(help_text=_("Address of its page."))

    def get_predecessors(self, row: details.ProjectRow) -> list[str]:
        return [one.code for one in row.predecessors]

    def get_successors(self, row: details.ProjectRow) -> list[str]:
        return [one.code for one in row.successors]

    def get_areas(self, row: details.ProjectRow) -> list[str]:
        return [area.code for area in row.undertaking.areas.all()]

    def get_url(self, row: details.ProjectRow) -> str:
        page = reverse(f"projects:{row.undertaking.noun}", args=[row.undertaking.code])
        return absolute(page)


class ProjectSerializer(UndertakingSerializer):
    """A project or micro-project with its reported progress."""


class CommitmentOfProjectSerializer(serializers.Serializer):
    """A commitment about it, and its state."""

    code = Text()
    title = Text()
    kind = Word(CommitmentKind.choices)
    state = Word(CommitmentState.choices)
    due = Day(source="due_now", allow_null=True)
    due_inferred = serializers.BooleanField(source="due_now_is_inferred")


class DocumentSerializer(serializers.Serializer):
    """A document about it, published with a release."""

    title = Text(source="attachment.title")
    kind = Word(ProjectDocument.Kind.choices)
    release = Text(source="release.slug")
    address = serializers.SerializerMethodField()

    def get_address(self, document: ProjectDocument) -> str:
        place = reverse("attachment", args=[document.release.slug, document.attachment_id])
        return absolute(place)


class InForce(serializers.Serializer):
    """Everything in force about a project or programme."""

    answer = AnswerSerializer(help_text=_("What its page says first."))
    reports = record_serializer("ProgressInProject", ProgressFields, versions=True)(
        many=True,
        source="reports_on_whole",
        help_text=_("Reports in force on the whole, newest first."),
    )
    work_items = record_serializer("WorkItemInProject", WorkItemFields, versions=True)(many=True)
    funding = MoneySerializer()
    milestones = record_serializer("MilestoneInProject", MilestoneFields, versions=True)(
        many=True, source="deadlines"
    )
    beneficiaries = record_serializer("BeneficiaryInProject", BeneficiaryFields, versions=True)(
        many=True, source="benefits"
    )
    indicators = serializers.SerializerMethodField(help_text=_("Codes of related district statistics."))
    commitments = CommitmentOfProjectSerializer(many=True, source="commitments_by_code")
    documents = DocumentSerializer(many=True)
    description_changes = DescriptionChangeSerializer(
        many=True,
        help_text=_(
            "Of its name, its summary and what it continues, its category and department; newest first."
        ),
    )
    withdrawn = WithdrawnRowSerializer(many=True, help_text=_("Newest first."))

    def get_indicators(self, detail: details.ProjectDetail) -> list[str]:
        return [indicator.code for indicator in detail.indicators]


class ProjectAnswer(Answer, ProjectSerializer, InForce):
    """One project with everything released about it."""


class CategorySerializer(serializers.Serializer):
    """A category of projects, with its codes in OC4IDS."""

    code = Text()
    name = Text()
    oc4ids_sector = Text()
    oc4ids_type = Text()
    order = serializers.IntegerField()


class CategoryAnswer(Answer, CategorySerializer):
    """One category of projects."""

    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class ProjectList(ListView):
    """Projects and micro-projects in force at the moment, with their progress; by name or in another order."""

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
    """Micro-projects (民生微实事), proposed by residents, with their progress."""

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


class Categories:
    def rows(self, at: dt.datetime) -> QuerySet:
        return Category.objects.all()


class CategoryList(Categories, ListView):
    """Categories of projects in their order."""

    serializer_class = CategorySerializer
    filterset_class = StrictFilterSet
    keyset = Keyset("order", "code")


class CategoryDetail(Categories, DetailView):
    """One category of projects."""

    serializer_class = CategoryAnswer

    def row(self, at: dt.datetime, **key: str) -> Category:
        return attach_changes([super().row(at, **key)], at)[0]
