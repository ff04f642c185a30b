"""Awards, schools and networks as records."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from education.api import AwardFields, NetworkFields, SchoolFields
from education.filters import AwardFilter, NetworkFilter, SchoolFilter
from education.models import Award, Network, School
from education.validation import (
    programmes,
    schools_of_the_register,
    validate_award,
    validate_network,
    validate_school,
)
from portal.areas.models import Area
from portal.publishing.api import record_endpoint
from portal.publishing.permissions import IN_OPEN_RELEASE, own_departments
from portal.publishing.records import in_document, locator
from portal.records.access import Access
from portal.records.columns import NAMES, NOTES, Choice, Code, Date, Integer, Text, Texts, texts
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department

ACCESS = Access(("department_id",), "release", contributes=True)
CHOICES = IN_OPEN_RELEASE | {"department": own_departments}


def award_summary(award: Award) -> str:
    """“provincial · first prize · 2021 · Consistent teaching”, as far as it is stated."""
    stated = (award.get_level_display(), award.get_rank_display(), award.year, award.work)
    return " · ".join(str(one) for one in stated if one)


def school_summary(school: School) -> str:
    """“primary school · Fenglin · newly built · places planned: 1,080”, as far as it is stated."""
    stated = (school.get_level_display(), school.area.label, school.get_works_display(), school.counts)
    return " · ".join(str(one) for one in stated if one)


def network_summary(network: Network) -> str:
    """“research community · 6 · Communities between kindergarten and school”."""
    stated = (network.get_kind_display(), network.number, network.name)
    return " · ".join(str(one) for one in stated if one)


def network_hits(networks: list[Network], at: dt.datetime) -> list[Hit]:
    page = reverse("education:networks")
    return [Hit(one.name, f"{page}?q={one.code}", [one.about], network_summary(one)) for one in networks]


def award_hits(awards: list[Award], at: dt.datetime) -> list[Hit]:
    page = reverse("education:awards")
    return [
        Hit(one.name, f"{page}#award-{one.pk}", [one.work, one.contest, one.body], award_summary(one))
        for one in awards
    ]


def school_hits(schools: list[School], at: dt.datetime) -> list[Hit]:
    page = reverse("education:schools")
    return [Hit(one.name, f"{page}?q={one.code}", [one.note], school_summary(one)) for one in schools]


RECORDS = [
    RecordType(
        model=Award,
        access=ACCESS,
        sheet=Sheet(
            "Awards",
            _("Awards"),
            Group.RELEASE,
            300,
            Award,
            (
                Code("code", required=True),
                Reference("department", Target(Department), required=True),
                *texts(*NAMES, required=True),
                *locator(),
                Choice("level", required=True),
                Choice("rank"),
                Integer("year"),
                *texts("work_zh", "work_en", "contest_zh", "contest_en", "body_zh", "body_en"),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("code",),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "awards",
            Award,
            AwardFields,
            filters=AwardFilter,
            title=_("Awards in education"),
            about=_(
                "What schools and teaching of the district were awarded: level, rank, year, awarding body."
            ),
            related=("department",),
            page="education:awards",
        ),
        source=Source(
            "awards",
            _("Awards"),
            Award,
            lambda at: Award.objects.known_at(at).select_related("department"),
            award_hits,
            order=45,
        ),
        validate=validate_award,
        summary=award_summary,
        choices=CHOICES,
        admin=AdminOptions(
            fields=(
                ("code", "department"),
                NAMES,
                ("level", "rank", "year"),
                ("work_zh", "work_en"),
                ("contest_zh", "contest_en"),
                ("body_zh", "body_en"),
            ),
            search=("code", *NAMES, "work_zh", "work_en"),
            filters=("level", "rank"),
        ),
    ),
    RecordType(
        model=School,
        access=ACCESS,
        sheet=Sheet(
            "Schools",
            _("Schools and kindergartens"),
            Group.RELEASE,
            310,
            School,
            (
                Code("code", required=True),
                Reference("department", Target(Department), required=True),
                *texts(*NAMES, required=True),
                *locator(),
                Choice("level", required=True),
                Reference("area", Target(Area), required=True),
                Date("as_at", required=True),
                *map(Integer, ("places", "places_planned", "places_added")),
                Choice("works"),
                Choice("sports_ground"),
                Text("programme"),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("code",),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "schools",
            School,
            SchoolFields,
            filters=SchoolFilter,
            title=_("Schools and kindergartens"),
            about=_("Schools and kindergartens that releases name: level, places, works, sports ground."),
            related=("department", "area__parent"),
            page="education:schools",
        ),
        source=Source(
            "schools",
            _("Schools and kindergartens"),
            School,
            lambda at: School.objects.known_at(at).select_related("area__parent", "department"),
            school_hits,
            suggested=True,
            order=11,
        ),
        validate=validate_school,
        context=programmes,
        summary=school_summary,
        related=("area",),
        choices=CHOICES,
        admin=AdminOptions(
            fields=(
                ("code", "department"),
                NAMES,
                ("level", "area", "as_at"),
                ("places", "places_planned", "places_added"),
                ("works", "sports_ground"),
                "programme",
            ),
            search=("code", *NAMES),
            filters=("level", "works", "sports_ground"),
            autocomplete=("area",),
        ),
    ),
    RecordType(
        model=Network,
        access=ACCESS,
        sheet=Sheet(
            "SchoolNetworks",
            _("Networks of schools"),
            Group.RELEASE,
            320,
            Network,
            (
                Code("code", required=True),
                Reference("department", Target(Department), required=True),
                Choice("kind", required=True),
                *texts(*NAMES, required=True),
                *locator(),
                *texts("about_zh", "about_en"),
                Integer("number"),
                Texts("members"),
                Text("as_printed", required=in_document),
                *texts(*NOTES),
            ),
            key=("code",),
            export_order=("section__order", "paragraph", "pk"),
        ),
        endpoint=record_endpoint(
            "networks",
            Network,
            NetworkFields,
            filters=NetworkFilter,
            title=_("Networks of schools"),
            about=_("Research communities, pathways and groups in which schools and kindergartens work."),
            related=("department",),
            page="education:networks",
        ),
        source=Source(
            "networks",
            _("Networks of schools"),
            Network,
            lambda at: Network.objects.known_at(at).select_related("department"),
            network_hits,
            order=46,
        ),
        validate=validate_network,
        context=schools_of_the_register,
        summary=network_summary,
        choices=CHOICES,
        admin=AdminOptions(
            fields=(
                ("code", "department", "kind"),
                NAMES,
                ("about_zh", "about_en"),
                ("number", "members"),
            ),
            search=("code", *NAMES),
            filters=("kind",),
        ),
    ),
]
