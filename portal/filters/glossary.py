"""Filters of the glossary."""

from portal.filters.figures import OfRelease
from portal.filters.parts import InSector, OfDepartment, Words
from portal.filters.strict import StrictFilterSet


class GlossaryFilter(StrictFilterSet):
    """Of terms that are public."""

    q = Words("name_zh", "name_en", "aliases", "explanation_zh", "explanation_en", "code")
    sector = InSector("sector")
    department = OfDepartment("department")
    release = OfRelease()
