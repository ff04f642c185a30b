"""Places, and the codelists that figures refer to."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.models import Area, Facility
from portal.web.api.fields import Answer, Codes, Text, Word


class FacilityLocatorSerializer(serializers.Serializer):
    """Where in the release; a facility keeps the number of the section only."""

    section = Text()
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)


class FacilitySerializer(serializers.Serializer):
    """A place that residents go to or ring up. Ordinary content: under `as_of` it is shown as it is today."""

    code = Text()
    name = Text()
    kind = Word(Facility.Kind.choices)
    sector = Text(source="sector_id")
    department = Text(source="department.code")
    area = Text(source="area.code")
    area_name = Text(source="area.name")
    address = Text()
    phone = Text()
    hours = Text()
    note = Text()
    aliases = Codes()
    release = Text(source="release.slug", default=None, allow_null=True)
    locator = FacilityLocatorSerializer(source="*")


class FacilityAnswer(Answer, FacilitySerializer):
    """One facility."""


class AreaSerializer(serializers.Serializer):
    """A place that figures are about."""

    code = Text()
    name = Text()
    kind = Word(Area.Kind.choices)
    parent = Text(source="parent.code", default=None, allow_null=True, help_text=_("Null for the district."))
    aliases = Codes(help_text=_("Other names under which it was printed."))


class AreaAnswer(Answer, AreaSerializer):
    """One area with those directly below it."""

    children = AreaSerializer(many=True, source="direct_children")


class DepartmentSerializer(serializers.Serializer):
    """A body of the district government."""

    code = Text()
    name = Text()
    note = Text()


class DepartmentAnswer(Answer, DepartmentSerializer):
    """One department."""


class SectorSerializer(serializers.Serializer):
    """A theme of people's livelihood."""

    code = Text()
    name = Text()
    order = serializers.IntegerField()


class SectorAnswer(Answer, SectorSerializer):
    """One sector."""


class UnitSerializer(serializers.Serializer):
    """What values count or measure."""

    code = Text()
    name = Text()
    symbol = Text()


class UnitAnswer(Answer, UnitSerializer):
    """One unit."""


class DimensionCodeSerializer(serializers.Serializer):
    """One value that a dimension can take."""

    code = Text()
    name = Text()


class DimensionSerializer(serializers.Serializer):
    """One way of breaking indicators down."""

    code = Text()
    name = Text()
    codes = DimensionCodeSerializer(many=True, source="codes.all")


class DimensionAnswer(Answer, DimensionSerializer):
    """One dimension."""
