"""Programmes as JSON, with the totals of their projects."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.statistics.codes import Qualifier
from portal.web.addresses import absolute
from portal.web.api.fields import Answer, Shortened, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset
from projects.api.projects import InForce, ProjectDetail, UndertakingSerializer
from projects.detail import project as details
from projects.detail.programme_summary import ProgrammeSummary
from projects.detail.progress import statuses_at
from projects.filters import ProgrammeFilter
from projects.models import Programme, Undertaking


class ProgrammeSerializer(UndertakingSerializer):
    """A programme with its reported progress as a whole."""


class SumSerializer(serializers.Serializer):
    """A sum over the projects that state a number; it has the weakest qualifier of its terms."""

    unit = Text(source="unit.code", default=None, allow_null=True)
    kind = Text()
    value = Shortened(
        allow_null=True,
        help_text=_(
            "Null where adding would count something twice: a project and the one that it continues, or beneficiaries "
            "at one place."
        ),
    )
    projects = serializers.IntegerField(help_text=_("How many state it."))
    qualifier = Word(Qualifier.choices, allow_blank=True)
    basis = Text(help_text=_("`computed`, or `reported` if a single project states it."))


class RollUpSerializer(serializers.Serializer):
    """Totals of the projects of a programme."""

    projects = serializers.IntegerField()
    stages = serializers.SerializerMethodField(
        help_text=_("Stage → number of projects; the empty one: no stage reported.")
    )
    late = serializers.IntegerField(source="states.late")
    silent = serializers.IntegerField(source="states.silent")
    not_heard = serializers.IntegerField(source="states.not_heard")
    mentioned = serializers.IntegerField(source="states.mentioned")
    beneficiaries = SumSerializer(many=True, source="benefits")
    money = SumSerializer(
        many=True, help_text=_("Stated totals in yuan, each word (estimated, planned, paid …) by itself.")
    )

    def get_stages(self, roll_up: ProgrammeSummary) -> dict[str, int]:
        return {stage.value if stage else "": number for stage, number in roll_up.stages}


class ProgrammeAnswer(Answer, ProgrammeSerializer, InForce):
    """One programme with everything released about it, and the totals of its projects."""

    roll_up = RollUpSerializer(source="summary")
    projects = serializers.SerializerMethodField(help_text=_("Address of the list of its projects."))

    def get_projects(self, detail: details.ProgrammeDetail) -> str:
        projects = f"{reverse('api:projects')}?programme={detail.undertaking.code}"
        return absolute(projects)


class ProgrammeList(ListView):
    """Programmes by name. The answer about one has the totals of its projects."""

    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Programme.objects.known_at(at).for_list()

    def prepare(self, rows: list[Undertaking]) -> list[details.ProjectRow]:
        at = self.request.moment.at
        return details.rows_of(statuses_at(rows, at), at)


class ProgrammeDetail(ProjectDetail):
    """One programme with everything released about it, and the totals of its projects: stages, late, silent, money."""

    serializer_class = ProgrammeAnswer
    detail = details.ProgrammeDetail

    def row(self, at: dt.datetime, **key: str) -> details.ProgrammeDetail:
        found = DetailView.row(self, at, **key)
        (detail,) = self.detail.many([found], at, self.request.moment.state)
        return detail
