"""Areas as records."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.areas.models import Area, AreaSuccession, above
from portal.areas.validation import areas_with_successors, succession_of_row, validate_area
from portal.records.access import ADMINISTRATORS, NOBODY, Access
from portal.records.columns import NAMES, Choice, Date, Texts, texts
from portal.records.columns import Code as CodeColumn
from portal.records.described import changes
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, References, Sheet
from portal.records.topics import Subject, Topic
from portal.records.types import Hit, RecordType, Source
from portal.web.feeds import page

AREAS = Sheet(
    "Areas",
    gettext_lazy("Areas"),
    Group.REFERENCE,
    30,
    Area,
    (
        CodeColumn("code", required=True),
        Choice("kind", required=True),
        Reference("parent", Target(Area)),
        *texts(*NAMES, required=True),
        Texts("aliases"),
        References("members", Target(Area)),
        Texts("facility_codes"),
        Date("first_day"),
        Date("last_day"),
        References("successors", Target(Area)),
        *changes(),
    ),
    key=("code",),
    rules=(succession_of_row,),
)

RECORDS = [
    RecordType(
        model=Area,
        access=Access(edited=ADMINISTRATORS),
        sheet=AREAS,
        validate=validate_area,
        context=areas_with_successors,
        source=Source(
            "areas",
            gettext_lazy("Areas"),
            Area,
            lambda _at: Area.objects.all(),
            lambda areas, _at: [
                Hit(
                    area.label,
                    reverse("area-detail", args=[area.code]),
                    ["、".join([*area.aliases, *area.former_names])],
                    area.get_kind_display(),
                )
                for area in areas
            ],
            suggested=True,
            order=25,
        ),
        topic=Topic(
            "area",
            gettext_lazy("area with everything in it"),
            lambda _at: Area.objects.select_related("parent__parent__parent__parent"),
            "code",
            lambda area: page("area-detail", area.code),
            lambda area: [Subject("area", wider.code) for wider in reversed(above(area))],
            order=50,
        ),
        refusals={
            "parent_is_wider": gettext_lazy("An area must be within an area of a wider kind."),
            "members_are_areas": gettext_lazy("The members of a group must be areas, and no groups."),
            "area_with_successors_has_ended": gettext_lazy("It became another area, so it has a last day."),
        },
    ),
    RecordType(
        model=AreaSuccession,
        access=Access(edited=NOBODY),
        refusals={
            "successions_form_no_circle": gettext_lazy("An area cannot become one that became it."),
        },
    ),
]
