"""Filters by department and sector."""

from django.utils.translation import gettext_lazy as _

from portal.staff.models import Department, Sector
from portal.web.filters import RowFilter, StrictFilterSet, WordsFilter


class InSector(RowFilter):
    """A theme of people's livelihood."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(Sector.objects, "sectors", field_name=field_name, **{"label": _("sector"), **kwargs})


class OfDepartment(RowFilter):
    """A body of the district government."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Department.objects,
            "departments",
            field_name=field_name,
            **{"label": _("department"), **kwargs},
        )


class DepartmentFilter(StrictFilterSet):
    """Filters departments."""

    q = WordsFilter("name_zh", "name_en", "former_names", "code")


class SectorFilter(StrictFilterSet):
    """No filters: sectors are few."""
