"""Filters shared by pages and JSON of health."""

from django.utils.translation import gettext_lazy as _

from health.models import Accreditation, HealthProgramme
from portal.areas.filters import InArea
from portal.facilities.models import Facility
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import OfDepartment
from portal.web.filters import ChoiceFilter, StrictFilterSet, WordsFilter

#: The kinds of facilities that are sites of health care.
SITE_KINDS = (Facility.Kind.CLINIC, Facility.Kind.HOSPITAL, Facility.Kind.SAMPLING_POINT)


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


class AccreditationFilter(StrictFilterSet):
    """Filters accreditations; by default those in force."""

    q = WordsFilter("standard_zh", "standard_en", "holder_zh", "holder_en", "code")
    level = ChoiceFilter(Accreditation.Level.choices, "level", label=_("level"))
    state = ChoiceFilter(Accreditation.State.choices, "state", label=_("state"))
    department = OfDepartment("department")
    release = OfRelease()


class AccreditationVersions(AccreditationFilter):
    """The same, and which versions are listed."""

    versions = Versions(label=_("versions"))


class SiteFilter(StrictFilterSet):
    """Filters public clinics, hospitals and sampling points."""

    q = WordsFilter("name_zh", "name_en", "address_zh", "address_en", "aliases", "former_names", "code")
    kind = ChoiceFilter([(one.value, one.label) for one in SITE_KINDS], "kind", label=_("kind"))
    area = InArea("area")
