"""Filters shared by pages and JSON of health."""

from django.utils.translation import gettext_lazy as _

from health.models import HealthProgramme
from portal.publishing.filters import OfRelease
from portal.staff.filters import OfDepartment
from portal.web.filters import ChoiceFilter, StrictFilterSet, WordsFilter


class HealthProgrammeFilter(StrictFilterSet):
    """Filters public health programmes."""

    q = WordsFilter(
        "name_zh",
        "name_en",
        "aliases",
        "former_names",
        "for_whom_zh",
        "for_whom_en",
        "offer_zh",
        "offer_en",
        "code",
    )
    kind = ChoiceFilter(HealthProgramme.Kind.choices, "kind", label=_("kind"))
    department = OfDepartment("department")
    release = OfRelease()
