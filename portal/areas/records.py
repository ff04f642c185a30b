"""Areas as records."""

from django.utils.translation import gettext_lazy

from portal.areas.feeds import all_areas, wider_areas
from portal.areas.models import Area
from portal.areas.search import area_hits
from portal.areas.validation import validate
from portal.records.access import ADMINISTRATORS, Access
from portal.records.columns import NAMES, Choice, Texts, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.topics import Topic
from portal.records.types import RecordType, Source
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
    ),
    key=("code",),
)

RECORDS = [
    RecordType(
        model=Area,
        access=Access(edited=ADMINISTRATORS),
        sheet=AREAS,
        validate=validate,
        source=Source(
            "areas",
            gettext_lazy("Areas"),
            Area,
            lambda _at: Area.objects.all(),
            area_hits,
            suggested=True,
            order=80,
        ),
        topic=Topic(
            "area",
            gettext_lazy("area with everything in it"),
            all_areas,
            "code",
            lambda area: page("area-detail", area.code),
            wider_areas,
            order=50,
        ),
        refusals={"parent_is_wider": gettext_lazy("An area must be within an area of a wider kind.")},
    ),
]
