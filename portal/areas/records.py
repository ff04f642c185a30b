"""Areas as records."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.feeds import all_areas, wider_areas
from portal.areas.models import Area
from portal.areas.search import area_hits
from portal.records.access import ADMINISTRATORS, Access
from portal.records.columns import NAMES, Choice, Texts, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Known, Target
from portal.records.references import Reference
from portal.records.search_sources import Source
from portal.records.sheets import Finding, Group, Row, Sheet
from portal.records.topics import Topic
from portal.records.types import RecordType
from portal.web.feeds import page

#: Width of each kind of area; a parent is wider than its children.
RANKS = {"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2, "estate": 3, "site": 4}


def parent_is_wider(row: Row, lookup: Known) -> Iterator[Finding]:
    """The district has no parent; every other area has one of a wider kind."""
    kind, parent = row.values["kind"], row.values["parent"]
    if (kind == "district") == bool(parent):
        yield "parent", _("The district has no parent; every other area needs one.")
    elif parent:
        above = lookup.row("Areas", parent)
        if above is not None and RANKS[above["kind"]] >= RANKS[kind]:
            yield (
                "parent",
                _("is of the kind %(kind)s; a parent must be of a wider kind than %(own)s.")
                % {"kind": above["kind"], "own": kind},
            )


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
    rules=(parent_is_wider,),
)

RECORDS = [
    RecordType(
        model=Area,
        access=Access(edited=ADMINISTRATORS),
        sheet=AREAS,
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
            gettext_lazy("area with its parts"),
            all_areas,
            "code",
            lambda area: page("area-detail", area.code),
            wider_areas,
            order=50,
        ),
        refusals={"parent_is_wider": gettext_lazy("An area is part of an area of a wider kind.")},
    ),
]
