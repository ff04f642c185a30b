"""The glossary."""

import datetime as dt

from django.db.models import QuerySet

from portal.api.serializers.glossary import GlossaryTermAnswer, GlossaryTermSerializer
from portal.filters import GlossaryFilter
from portal.glossary import attach_indicators
from portal.models import GlossaryTerm
from portal.web.api.views import DetailView, ListView
from portal.web.keyset import Keyset


class Glossary:
    def rows(self, at: dt.datetime) -> QuerySet:
        return GlossaryTerm.objects.public(at).for_list()


class GlossaryList(Glossary, ListView):
    """Terms by their Chinese reading; under `as_of` as they are today."""

    serializer_class = GlossaryTermSerializer
    filterset_class = GlossaryFilter
    keyset = Keyset("pinyin", "code")

    def prepare(self, rows: list[GlossaryTerm]) -> list[GlossaryTerm]:
        return attach_indicators(rows, self.request.moment.at)


class GlossaryDetail(Glossary, DetailView):
    """One term."""

    serializer_class = GlossaryTermAnswer

    def complete(self, term: GlossaryTerm, at: dt.datetime) -> GlossaryTerm:
        return attach_indicators([term], at)[0]
