"""Filters of themes, shared by page and JSON."""

from portal.publishing.filters import OfRelease
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import StrictFilterSet, WordsFilter


class ThemeFilter(StrictFilterSet):
    """Filters public themes."""

    q = WordsFilter("name_zh", "name_en", "about_zh", "about_en", "aliases", "former_names", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    release = OfRelease()
