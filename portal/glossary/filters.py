"""Filters of the glossary."""

from portal.publishing.filters import OfRelease
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import StrictFilterSet, WordsFilter


class GlossaryFilter(StrictFilterSet):
    """Filters public terms."""

    q = WordsFilter("name_zh", "name_en", "aliases", "explanation_zh", "explanation_en", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    release = OfRelease()
