"""Areas as records."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area, above
from portal.records.access import ADMINISTRATORS, Access
from portal.records.columns import NAMES, Choice, Texts, texts
from portal.records.columns import Code as CodeColumn
from portal.records.findings import Finding, constraint_message, every
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.topics import Subject, Topic
from portal.records.types import Hit, RecordType, Source
from portal.web.feeds import page

#: Width of each kind of area; a parent is wider than its children.
RANKS = {"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2, "estate": 3, "site": 4}


def parent_is_wider(area: Area, context: object) -> Iterator[Finding]:
    """The district has no parent; every other area has a parent of a wider kind."""
    parent = area.parent
    if (area.kind == Area.Kind.DISTRICT) == (parent is not None):
        yield Finding("parent", constraint_message(Area, "area_only_district_has_no_parent"))
    elif parent is not None and RANKS[parent.kind] >= RANKS[area.kind]:
        words = _("A parent is of a wider kind than %(own)s; this one is of the kind %(kind)s.")
        yield Finding("parent", words % {"own": area.get_kind_display(), "kind": parent.get_kind_display()})


validate = every(parent_is_wider)


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
            lambda areas, _at: [
                Hit(
                    area.label,
                    reverse("area-detail", args=[area.code]),
                    ["、".join(area.aliases)],
                    area.get_kind_display(),
                )
                for area in areas
            ],
            suggested=True,
            order=80,
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
        refusals={"parent_is_wider": gettext_lazy("An area must be within an area of a wider kind.")},
    ),
]
