"""Programmes and projects with how they stand, and the categories of projects."""

import datetime as dt

from django.db.models import QuerySet

from portal.web.api.views import DetailView, ListView
from portal.web.filters.strict import StrictFilterSet
from portal.web.keyset import Keyset
from projects.api import attaching
from projects.api.serializers import (
    CategoryAnswer,
    CategorySerializer,
    ProgrammeAnswer,
    ProgrammeSerializer,
    ProjectAnswer,
    ProjectSerializer,
)
from projects.filters import MicroProjectFilter, ProjectFilter, keyset_of
from projects.models import Category, Undertaking, UndertakingState
from projects.querysets import for_list, project_states
from projects.record_filters import ProgrammeFilter


class ProjectList(ListView):
    """Projects and micro-projects with how far they are, by name or in another order; those in force at the moment."""

    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter

    @property
    def keyset(self) -> Keyset:
        return keyset_of(self.request.GET.get("sort") if self.request else None)

    def rows(self, at: dt.datetime) -> QuerySet:
        return for_list(project_states(at))

    def prepare(self, rows: list[UndertakingState]) -> list[Undertaking]:
        return attaching.undertakings_of(rows, self.request.moment.at)


class MicroProjectList(ProjectList):
    """Micro-projects (民生微实事), which residents propose, with how far they are."""

    filterset_class = MicroProjectFilter

    def rows(self, at: dt.datetime) -> QuerySet:
        return super().rows(at).filter(undertaking__kind=Undertaking.Kind.MICRO)


class OneUndertaking(DetailView):
    def complete(self, undertaking: Undertaking, at: dt.datetime) -> Undertaking:
        return attaching.attach_dossier(undertaking, at)


class ProjectDetail(OneUndertaking):
    """One project with its work items, money, milestones, beneficiaries, promises and documents."""

    serializer_class = ProjectAnswer

    def rows(self, at: dt.datetime) -> QuerySet:
        return Undertaking.objects.exclude(kind=Undertaking.Kind.PROGRAMME).released(at).for_list()


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
        return Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME).known_at(at).for_list()

    def prepare(self, rows: list[Undertaking]) -> list[Undertaking]:
        return attaching.attach_states(rows, self.request.moment.at)


class ProgrammeDetail(OneUndertaking):
    """One programme with what was released of it, and what its projects come to: stages, late, silent, money."""

    serializer_class = ProgrammeAnswer

    def rows(self, at: dt.datetime) -> QuerySet:
        return Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME).released(at).for_list()


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
