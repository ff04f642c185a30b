"""Areas as JSON."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.areas.filters import AreaFilter
from portal.areas.models import Area
from portal.web.api.fields import Codes, Text, Word
from portal.web.api.views import ListView
from portal.web.keyset import Keyset


class AreaSerializer(serializers.Serializer):
    """An area: district, subdistrict, town, village, estate or site."""

    code = Text()
    name = Text()
    label = Text(help_text=_("The name; of two areas of one name with an area around it in brackets."))
    kind = Word(Area.Kind.choices)
    parent = Text(source="parent.code", default=None, allow_null=True, help_text=_("Null for the district."))
    aliases = Codes(help_text=_("Other printed names."))


class AreaList(ListView):
    """Areas, from the district to single sites."""

    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    keyset = Keyset("code")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Area.objects.select_related("parent")
