"""Filters of awards, of schools and of networks, shared by page and JSON."""

import django_filters
from django.utils.translation import gettext_lazy as _

from education.models import FIRST_YEAR, LAST_YEAR, Award, Network, School
from portal.areas.filters import InArea
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import OfDepartment
from portal.web.filters import ChoiceFilter, StrictFilterSet, WholeNumberField, WordsFilter


class AwardYear(django_filters.NumberFilter):
    """The year of the award."""

    field_class = WholeNumberField
    allowed = [f"{FIRST_YEAR}–{LAST_YEAR}"]
    schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


class AwardFilter(StrictFilterSet):
    """Filters awards; by default of those in force."""

    q = WordsFilter("name_zh", "name_en", "work_zh", "work_en", "contest_zh", "contest_en", "code")
    level = ChoiceFilter(Award.Level.choices, "level", label=_("level"))
    rank = ChoiceFilter(Award.Rank.choices, "rank", label=_("rank"))
    year = AwardYear(field_name="year", label=_("year"))
    department = OfDepartment("department")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class SchoolFilter(StrictFilterSet):
    """Filters schools and kindergartens; by default of those in force."""

    q = WordsFilter("name_zh", "name_en", "code")
    level = ChoiceFilter(School.Level.choices, "level", label=_("stage of education"))
    sports_ground = ChoiceFilter(School.SportsGround.choices, "sports_ground", label=_("sports ground"))
    area = InArea("area")
    department = OfDepartment("department")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class NetworkFilter(StrictFilterSet):
    """Filters networks of schools; by default those in force."""

    q = WordsFilter("name_zh", "name_en", "about_zh", "about_en", "code")
    kind = ChoiceFilter(Network.Kind.choices, "kind", label=_("kind"))
    department = OfDepartment("department")
    release = OfRelease()
    versions = Versions(label=_("versions"))
