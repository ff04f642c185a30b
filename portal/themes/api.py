"""Themes as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.commitments.states import CommitmentState
from portal.events.models import PublicEvent
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.services.api import SourcedSerializer
from portal.statistics.api.figures import ObservationSerializer
from portal.themes.detail import ThemeDetail, themes_at
from portal.themes.filters import ThemeFilter
from portal.themes.models import Theme
from portal.web.api.fields import Answer, Codes, Day, DetailSerializer, Text, Word
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class ThemeFields(SourcedSerializer):
    """A subject of a sector that residents ask about, with the reason why it is shown."""

    name = Text()
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    about = Text()
    why = Text(help_text=_("Why it is shown."))
    gaps = Text(help_text=_("What no release has said of it; empty if nothing is missing."))
    aliases = Codes()


class ThemeCommitmentSerializer(serializers.Serializer):
    """A commitment of the theme."""

    code = Text()
    title = Text()
    due = Day(source="due_now", allow_null=True)
    state = Word(CommitmentState.choices)
    areas = serializers.SerializerMethodField(help_text=_("Codes of the areas that it names."))

    def get_areas(self, commitment: object) -> list[str]:
        return [area.code for area in commitment.areas.all()]


class WorkSerializer(serializers.Serializer):
    """A programme or project that is public."""

    kind = Text(source="subject.kind")
    code = Text(source="subject.reference")
    name = Text()


class StopSerializer(serializers.Serializer):
    """An event that names the tour."""

    code = Text(help_text=_("Of `events`."))
    name = Text()
    status = Word(PublicEvent.Status.choices)
    when = Text()
    place = Text(source="venue")
    area = Text(source="area.code")


class TourSerializer(serializers.Serializer):
    """The shows of a tour that releases name, beside the number that they count."""

    indicator = Text(source="indicator.code", help_text=_("It counts the shows."))
    figure = serializers.IntegerField(
        source="figure.pk", default=None, allow_null=True, help_text=_("Id of its newest result.")
    )
    placed = serializers.IntegerField(help_text=_("Shows of that period of which a place is stated."))
    told = Text(help_text=_("The same in a sentence."))
    stops = StopSerializer(many=True)


class ThemeSerializer(DetailSerializer, ThemeFields):
    """A theme with what is public of the figures, commitments, works and terms that it names."""

    about, row = "theme", ThemeFields

    figures = ObservationSerializer(
        many=True, help_text=_("Those in force, the last period of a series first.")
    )
    with_rest = serializers.SerializerMethodField(
        help_text=_("Ids of the figures whose stated parts leave a rest that is not broken down.")
    )
    commitments = ThemeCommitmentSerializer(many=True)
    works = WorkSerializer(many=True)
    tours = TourSerializer(many=True)
    terms = serializers.SerializerMethodField(help_text=_("Codes of glossary terms."))

    def get_with_rest(self, detail: ThemeDetail) -> list[int]:
        return [figure.pk for figure in detail.with_rest]

    def get_terms(self, detail: ThemeDetail) -> list[str]:
        return [term.code for term in detail.terms]


class ThemeAnswer(Answer, ThemeSerializer):
    """One theme."""

    description_changes = DescriptionChangeSerializer(
        source="theme.description_changes", many=True, help_text=_("Newest first.")
    )


class ThemeList(ListView):
    """Themes by sector, in their order."""

    serializer_class = ThemeSerializer
    filterset_class = ThemeFilter
    keyset = Keyset("sector_id", "order", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Theme.objects.public(at).for_list()

    def prepare(self, rows: list[Theme]) -> list[ThemeDetail]:
        return themes_at(rows, self.request.moment.at)


class ThemeDetailView(DetailView):
    """One theme."""

    serializer_class = ThemeAnswer

    def row(self, at: dt.datetime, **key: str) -> ThemeDetail:
        detail = ThemeDetail.at(key["code"], at)
        attach_changes([detail.theme], at)
        return detail
