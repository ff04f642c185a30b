"""Filters of places and of the codelists that figures refer to."""

from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.filters.figures import OfRelease
from portal.models import Area, Facility
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters.fields import Choice, Row, Words
from portal.web.filters.strict import StrictFilterSet


class FacilityFilter(StrictFilterSet):
    """Of facilities that are public."""

    q = Words("name_zh", "name_en", "address_zh", "address_en", "aliases", "code")
    kind = Choice(Facility.Kind.choices, "kind", label=_("kind"))
    sector = InSector("sector")
    area = InArea("area")
    department = OfDepartment("department")
    release = OfRelease()


class AreaFilter(StrictFilterSet):
    """Of areas."""

    q = Words("name_zh", "name_en", "aliases", "code")
    kind = Choice(Area.Kind.choices, "kind", label=_("kind"))
    parent = Row(Area.objects, "areas", field_name="parent", label=_("part of"))
    area = InArea("pk")


class DepartmentFilter(StrictFilterSet):
    """Of departments."""

    q = Words("name_zh", "name_en", "code")


class SectorFilter(StrictFilterSet):
    """Of sectors: they are few, and none is filtered by."""
