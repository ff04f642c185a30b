"""Filters of facilities, shared by page and JSON."""

from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.facilities.models import Facility
from portal.publishing.filters import OfRelease
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import ChoiceFilter, StrictFilterSet, WordsFilter


class FacilityFilter(StrictFilterSet):
    """Filters public facilities."""

    q = WordsFilter("name_zh", "name_en", "address_zh", "address_en", "aliases", "former_names", "code")
    kind = ChoiceFilter(Facility.Kind.choices, "kind", label=_("kind"))
    charge = ChoiceFilter(Facility.Charge.choices, "charge", label=_("charge"))
    sector = InSector("sector")
    area = InArea("area")
    department = OfDepartment("department")
    release = OfRelease()
