"""The glossary as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.glossary.models import GlossaryTerm
from portal.glossary.pages import GlossaryFilter, attach_indicators
from portal.publishing.api import FacilityLocatorSerializer
from portal.records.api import DescriptionChangeSerializer
from portal.records.description_changes import attach_changes
from portal.web.api.fields import Answer, Codes, Text
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class GlossaryTermSerializer(serializers.Serializer):
    """A term used in releases."""

    code = Text()
    name = Text()
    reading = Text(help_text=_("How the Chinese is pronounced, in pinyin."))
    explanation = Text()
    is_explained = serializers.BooleanField(
        help_text=_("False if the releases use the term without explaining it.")
    )
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    indicators = Codes(
        source="public_indicators", help_text=_("Codes of the indicators with figures for it.")
    )
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")


class GlossaryTermAnswer(Answer, GlossaryTermSerializer):
    """One term."""

    description_changes = DescriptionChangeSerializer(many=True, help_text=_("Newest first."))


class GlossaryList(ListView):
    """Terms by pinyin."""

    serializer_class = GlossaryTermSerializer
    filterset_class = GlossaryFilter
    keyset = Keyset("pinyin", "code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return GlossaryTerm.objects.public(at).for_list()

    def prepare(self, rows: list[GlossaryTerm]) -> list[GlossaryTerm]:
        return attach_indicators(rows, self.request.moment.at)


class GlossaryDetail(DetailView):
    """One term."""

    serializer_class = GlossaryTermAnswer
    rows = GlossaryList.rows

    def row(self, at: dt.datetime, **key: str) -> GlossaryTerm:
        return attach_changes(attach_indicators([super().row(at, **key)], at), at)[0]
