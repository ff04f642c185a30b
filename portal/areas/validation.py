"""Validation of areas."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.areas.models import Area
from portal.records.findings import Finding, constraint_message, every

#: Width of each kind of area; a parent is wider than its children.
RANKS = {"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2, "estate": 3, "site": 4}


def parent_is_wider(area: Area, context: object) -> Iterator[Finding]:
    """The district has no parent; every other area has one of a wider kind."""
    parent = area.parent
    if (area.kind == Area.Kind.DISTRICT) == (parent is not None):
        yield Finding("parent", constraint_message(Area, "area_only_district_has_no_parent"))
    elif parent is not None and RANKS[parent.kind] >= RANKS[area.kind]:
        words = _("A parent is of a wider kind than %(own)s; this one is of the kind %(kind)s.")
        yield Finding("parent", words % {"own": area.get_kind_display(), "kind": parent.get_kind_display()})


validate = every(parent_is_wider)
