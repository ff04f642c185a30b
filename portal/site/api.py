"""JSON that joins subjects: releases, indicators and areas with their content."""

import datetime as dt
from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.areas.api import AreaList, AreaSerializer, ExtentChangeSerializer
from portal.commitments.api import CommitmentSerializer, UpdateSerializer
from portal.publishing.api import (
    CHANGE_COUNT,
    AttachmentSerializer,
    CorrectionSerializer,
    QuestionSerializer,
    ReleaseSerializer,
    RowChangeSerializer,
    SectionSerializer,
)
from portal.publishing.filters import QuestionFilter, ReleaseFilter
from portal.publishing.models import Question, Release
from portal.publishing.row_changes import attach_row_changes
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import DescriptionChange, changes_from, description_changes
from portal.site.areas import AreaDetail
from portal.site.descriptions import DescriptionChangeFilter
from portal.site.indicators import IndicatorDetail
from portal.site.releases import ReleaseDetail
from portal.statistics.api import (
    CheckResultVersionSerializer,
    DefinitionSerializer,
    GapList,
    IndicatorList,
    IndicatorSerializer,
    LatestSerializer,
    SeriesWithLatestSerializer,
    UnevaluatedSerializer,
)
from portal.statistics.charts.chart import Chart
from portal.statistics.charts.figures import every_chart
from portal.statistics.codes import Incomparable
from portal.web.addresses import absolute
from portal.web.api.endpoints import Endpoint
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Shortened, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset
from portal.web.past import FormerRow
from portal.web.png import is_legible


class ReleaseAnswer(Answer, DetailSerializer, ReleaseSerializer):
    """One release with its content. Of a withdrawn release only the notice remains."""

    about, row = "release", ReleaseSerializer

    sections = SectionSerializer(many=True)
    questions = QuestionSerializer(many=True)
    commitments = CommitmentSerializer(many=True)
    reports = UpdateSerializer(
        many=True, source="updates", help_text=_("Its reports on earlier commitments.")
    )
    attachments = AttachmentSerializer(many=True)
    corrections = CorrectionSerializer(many=True)
    changes = RowChangeSerializer(
        many=True, help_text=_("If it is a correction: what each of its rows said before, and says now.")
    )
    change_count = serializers.IntegerField(source="changes.total", help_text=CHANGE_COUNT)
    checks = CheckResultVersionSerializer(many=True, help_text=_("Of its figures."))
    unevaluated = UnevaluatedSerializer(
        many=True, help_text=_("Checks without a result: the value of a term is not published.")
    )
    figures = serializers.SerializerMethodField(help_text=_("Address of its figures."))

    def get_figures(self, detail: ReleaseDetail) -> str:
        place = f"{reverse('api:observations')}?release={detail.release.slug}&versions=all"
        return absolute(place)


class ReleaseList(ListView):
    """Releases, newest first; of withdrawn ones the notice."""

    serializer_class = ReleaseSerializer
    filterset_class = ReleaseFilter
    keyset = Keyset("-released_at", "-id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Release.objects.released(at).for_list().with_corrections(at)


class ReleaseDetailView(DetailView):
    """One release with its sections, questions, commitments, reports and corrections; its figures are at `figures`."""

    serializer_class = ReleaseAnswer
    key = "slug"

    def row(self, at: dt.datetime, slug: str) -> ReleaseDetail:
        return ReleaseDetail.at(slug, at)


class ReleaseChangeSerializer(ReleaseSerializer):
    """A release that corrects another, or that was withdrawn."""

    changes = RowChangeSerializer(
        many=True,
        source="row_changes",
        help_text=_("Of a correction in force: what each of its rows said before, and says now."),
    )
    change_count = serializers.IntegerField(source="row_changes.total", help_text=CHANGE_COUNT)


class ReleaseChangeList(ListView):
    """Corrections, each row with what was and what is now, and withdrawn releases, each with its reason."""

    serializer_class = ReleaseChangeSerializer
    filterset_class = ReleaseFilter
    keyset = Keyset("-released_at", "-id")

    def rows(self, at: dt.datetime) -> QuerySet:
        released = Release.objects.released(at)
        changed = released.filter(corrects__isnull=False) | released.withdrawn(at)
        return changed.for_list().with_corrections(at)

    def prepare(self, rows: list[Release]) -> list[Release]:
        attach_row_changes(rows, self.request.moment.at)
        return rows


class ChangeSerializer(serializers.Serializer):
    """The change of the newest figure from the last comparable one."""

    earlier = serializers.IntegerField(source="earlier.pk", help_text=_("Id of the earlier observation."))
    difference = Shortened(help_text=_("In the unit; for a rate in percentage points."))
    share = Shortened(allow_null=True, help_text=_("In per cent of the earlier value; null for rates."))


class ObstacleSerializer(serializers.Serializer):
    """A figure that the newest one must not be compared with."""

    observation = serializers.IntegerField(source="figure.pk", help_text=_("Its id."))
    reason = Word(Incomparable.choices)


class DescriptionChangeList(ListView):
    """Changes of names, definitions and other descriptions, the newest first, each with its day and reason."""

    serializer_class = DescriptionChangeSerializer
    filterset_class = DescriptionChangeFilter
    keyset = Keyset("-until", "-id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return description_changes(at)

    def prepare(self, rows: list[FormerRow]) -> list[DescriptionChange]:
        return changes_from(rows)


class ChartSerializer(serializers.Serializer):
    """A chart: its title, and its addresses as a picture."""

    kind = Text(help_text=_("`time`, `bullet`, `shares` or `bars`."))
    title = Text(help_text=_("What is drawn."))
    finding = Text(help_text=_("What it shows, in a sentence; empty where figures are not comparable."))
    is_written = serializers.BooleanField(
        help_text=_(
            "Whether this site's operator wrote the finding; otherwise it is computed from the figures."
        )
    )
    svg = serializers.SerializerMethodField(help_text=_("Address of the picture as SVG."))
    png = serializers.SerializerMethodField(
        help_text=_("Address of the picture as PNG; null where the server has no font for its words.")
    )

    def get_svg(self, chart: Chart) -> str:
        return self._address("chart-svg", chart)

    def get_png(self, chart: Chart) -> str | None:
        return self._address("chart-png", chart) if is_legible() else None

    def _address(self, name: str, chart: Chart) -> str:
        query = urlencode({"chart": chart.name, "lang": get_language() or ""})
        return absolute(f"{reverse(name, args=[chart.code])}?{query}")


class IndicatorAnswer(Answer, IndicatorSerializer):
    """One indicator with its series and the results of checks on its figures."""

    about, row = "indicator", DefinitionSerializer

    change = ChangeSerializer(allow_null=True, source="comparable_change")
    target = LatestSerializer(allow_null=True, help_text=_("The target of the newest figure."))
    not_comparable = ObstacleSerializer(
        many=True,
        source="obstacles",
        help_text=_(
            "The target, or the figure of an earlier period, if the newest figure is not comparable with it."
        ),
    )
    updated = Time(help_text=_("When a figure of it was last released."))
    expected_by = Day(
        allow_null=True,
        help_text=_("The day by which the next figure is expected; null where no frequency is stated."),
    )
    is_overdue = serializers.BooleanField(help_text=_("Whether that day has passed without it."))
    series = SeriesWithLatestSerializer(many=True)
    checks = CheckResultVersionSerializer(many=True)
    unevaluated = UnevaluatedSerializer(
        many=True, help_text=_("Checks without a result: the value of a term is not published.")
    )
    commitments = CommitmentSerializer(many=True, help_text=_("Commitments whose result it measures."))
    description_changes = DescriptionChangeSerializer(
        many=True, help_text=_("Of its name and definition, its unit, codes and department; newest first.")
    )
    charts = ChartSerializer(many=True, help_text=_("Its charts, the one that says most first."))


class IndicatorDetailView(DetailView):
    """One indicator with its series, the newest figure of each, its checks, and the commitments that it measures."""

    serializer_class = IndicatorAnswer

    def row(self, at: dt.datetime, code: str) -> IndicatorDetail:
        detail = IndicatorDetail.at(code, at)
        return replace(detail, charts=every_chart(detail.indicator, at))


class AreaAnswer(Answer, DetailSerializer, AreaSerializer):
    """One area with the areas directly below it, and the first items of its public content."""

    about, row = "area", AreaSerializer

    above = Codes(source="codes_above", help_text=_("Codes of the areas that contain it, widest first."))
    children = AreaSerializer(many=True)
    extent_changes = ExtentChangeSerializer(many=True, help_text=_("Merged, split or enlarged, and when."))
    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))
    commitments = Codes(source="commitment_codes", help_text=_("Codes of the most pressing commitments."))
    observations = serializers.ListField(
        child=serializers.IntegerField(),
        source="figure_ids",
        read_only=True,
        help_text=_("Ids of the newest figures of its series."),
    )
    facilities = Codes(
        source="facility_codes",
        help_text=_("Codes of the first facilities, those with a telephone before others."),
    )


class AreaDetailView(DetailView):
    """One area with the areas directly below it, and the first items of its public content."""

    serializer_class = AreaAnswer

    def row(self, at: dt.datetime, code: str) -> AreaDetail:
        return AreaDetail.at(code, self.request.moment)


class QuestionOfReleaseSerializer(QuestionSerializer):
    """A journalist's question and the answer, paraphrased, with the release in which they stand."""

    release = Text(source="release.slug")
    released_at = Time(source="release.released_at")
    sector = Text(source="section.sector_id", allow_null=True)
    department = Text(source="section.department.code")


class QuestionList(ListView):
    """Questions with their answers, those of the newest release first."""

    serializer_class = QuestionOfReleaseSerializer
    filterset_class = QuestionFilter
    keyset = Keyset("-release__released_at", "-release_id", "number")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Question.objects.known_at(at).select_related("release", "section__department")


ENDPOINTS = [
    Endpoint(
        "gaps",
        GapList,
        title=_("Not reported yet"),
        about=_("Figures that an indicator's frequency leads to expect and that are not there."),
    ),
    Endpoint(
        "releases",
        ReleaseList,
        ReleaseDetailView,
        _("Releases"),
        _("What was published, when, by whom, with its sections."),
        "release-list",
    ),
    Endpoint(
        "changes",
        ReleaseChangeList,
        title=_("Corrections and withdrawals"),
        about=_("Which releases were corrected or withdrawn, and why; of each row what was and what is now."),
        page="release-list",
    ),
    Endpoint(
        "questions",
        QuestionList,
        title=_("Questions and answers"),
        about=_("What journalists asked at press conferences, and what was answered."),
        page="question-list",
    ),
    Endpoint(
        "indicators",
        IndicatorList,
        IndicatorDetailView,
        _("Indicators"),
        _("What is measured: definition, unit, basis, department."),
        "indicator-list",
    ),
    Endpoint(
        "areas",
        AreaList,
        AreaDetailView,
        _("Areas"),
        _("From the district down to estates and sites, with other names."),
    ),
    Endpoint(
        "description-changes",
        DescriptionChangeList,
        title=_("Changes of names and definitions"),
        about=_("What was called or defined otherwise before, with day and reason."),
        page="description-changes",
    ),
]
