"""Views of programmes and projects with their current state, and of project categories."""

import datetime as dt

from django.db.models import QuerySet

from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset
from projects.api.serializers import (
    CategoryAnswer,
    CategorySerializer,
    ProgrammeAnswer,
    ProgrammeSerializer,
    ProjectAnswer,
    ProjectSerializer,
)
from projects.detail import project as details
from projects.detail.status import statuses_at, statuses_of
from projects.filters import MicroProjectFilter, ProjectFilter, keyset_of
from projects.models import Category, Programme, Undertaking, UndertakingState
from projects.record_filters import ProgrammeFilter


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
