"""Areas as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.areas.filters import AreaFilter
from portal.areas.models import Area
from portal.web.api.fields import Codes, Day, Text, Word
from portal.web.api.views import ListView
from portal.web.keyset import Keyset


class CodesOf(Codes):
    """The codes of several rows."""

    def to_representation(self, rows: list) -> list[str]:
        return [row.code for row in rows]


class ExtentChangeSerializer(serializers.Serializer):
    """A day on which areas were merged or split."""

    day = Day(help_text=_("The first day after."))
    text = Text()
    areas = CodesOf(source="others", help_text=_("Codes of the other areas."))


class AreaSerializer(serializers.Serializer):
    """An area: city, district, subdistrict, town, village, estate or site, or several areas together."""

    code = Text()
    name = Text()
    label = Text(help_text=_("The name; of two areas of one name with an area around it in brackets."))
    kind = Word(Area.Kind.choices)
    parent = Text(source="parent.code", default=None, allow_null=True, help_text=_("Null for the widest."))
    aliases = Codes(help_text=_("Other printed names."))
    members = Codes(help_text=_("Codes of the areas that a group puts together; else empty."))
    former_names = Codes(help_text=_("What it was called before, in either language."))
    facility_codes = Codes(
        help_text=_(
            "Codes under which it was listed as a facility, besides its own; their addresses lead here."
        )
    )
    first_day = Day(allow_null=True, help_text=_("Since when it exists; null if that is not known."))
    last_day = Day(
        allow_null=True, help_text=_("The day before it became part of others; null while it exists.")
    )
    successors = CodesOf(
        source="successors_by_code", help_text=_("Codes of the areas that it became part of.")
    )
    predecessors = CodesOf(source="predecessors_by_code", help_text=_("Codes of the areas that it took in."))


class AreaList(ListView):
    """Areas, from the district to single sites."""

    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Area.objects.select_related("parent").prefetch_related("successors", "predecessors")
