"""Awards, schools and networks as JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from education.models import Award, Network, School
from portal.web.api.fields import Codes, Day, Text, Word


class AwardFields(serializers.Serializer):
    """An award as one release stated it; a text is empty, and a year null, where the release does not state it."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    name = Text(source="record.name")
    department = Text(source="record.department.code")
    level = Word(Award.Level.choices, source="record.level")
    rank = Word(Award.Rank.choices, source="record.rank", allow_blank=True)
    year = serializers.IntegerField(source="record.year", allow_null=True)
    work = Text(source="record.work", help_text=_("What it was awarded for."))
    contest = Text(source="record.contest")
    body = Text(source="record.body", help_text=_("Who awarded it."))


class SchoolFields(serializers.Serializer):
    """A school or kindergarten as one release described it on a day; empty or null is not stated."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    name = Text(source="record.name")
    department = Text(source="record.department.code")
    level = Word(School.Level.choices, source="record.level")
    area = Text(source="record.area.code")
    area_name = Text(source="record.area.label")
    as_at = Day(source="record.as_at")
    places = serializers.IntegerField(source="record.places", allow_null=True)
    places_planned = serializers.IntegerField(source="record.places_planned", allow_null=True)
    places_added = serializers.IntegerField(source="record.places_added", allow_null=True)
    works = Word(School.Works.choices, source="record.works", allow_blank=True)
    sports_ground = Word(School.SportsGround.choices, source="record.sports_ground", allow_blank=True)
    programme = Text(
        source="record.programme",
        help_text=_("Code of the programme under which it is built; empty if none."),
    )


class NetworkFields(serializers.Serializer):
    """A network of schools as one release stated it; no members are listed where the release names none."""

    id = serializers.IntegerField(source="record.id")
    code = Text(source="record.code")
    name = Text(source="record.name")
    department = Text(source="record.department.code")
    kind = Word(Network.Kind.choices, source="record.kind")
    about = Text(source="record.about")
    number = serializers.IntegerField(
        source="record.number",
        allow_null=True,
        help_text=_("How many, where the release counts them together; null for one that it names."),
    )
    members = Codes(source="record.members", help_text=_("Codes in `schools`."))
