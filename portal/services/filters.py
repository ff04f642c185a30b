"""Filters of services and guides."""

from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.facilities.models import Facility
from portal.publishing.filters import OfRelease
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import RowFilter, StrictFilterSet, WordsFilter


class ServiceFilter(StrictFilterSet):
    """Filters public services."""

    q = WordsFilter("name_zh", "name_en", "summary_zh", "summary_en", "aliases", "former_names", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    area = InArea("areas")
    facility = RowFilter(
        Facility.objects.public, "facilities", field_name="facilities", label=_("facility"), distinct=True
    )
    release = OfRelease()


class GuideFilter(StrictFilterSet):
    """Filters public guides."""

    q = WordsFilter("name_zh", "name_en", "summary_zh", "summary_en", "aliases", "former_names", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    release = OfRelease()
