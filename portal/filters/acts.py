"""Filters of what the government said and promised: releases and commitments."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.filters.figures import OfIndicator, OfRelease
from portal.models import CommitmentState, Release, Section, Sector
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters.fields import Choice, Day, Words, Year
from portal.web.filters.strict import StrictFilterSet


class ReleaseFilter(StrictFilterSet):
    """Of releases that were public, withdrawn ones included: their notice stays."""

    q = Words("title_zh", "title_en", "summary_zh", "summary_en")
    kind = Choice(Release.Kind.choices, "kind", label=_("kind"))
    department = OfDepartment("department")
    sector = InSector("sector", method="with_section_of", help_text=_("With a section about it."))
    year = Year("released_at", label=_("year"), help_text=_("In which it was released."))

    def with_section_of(self, qs: QuerySet, _name: str, sector: Sector) -> QuerySet:
        return qs.filter(Exists(Section.objects.filter(release=OuterRef("pk"), sector=sector)))


class CommitmentFilter(StrictFilterSet):
    """Of commitments; the queryset has gone through `with_state`."""

    state = Choice(CommitmentState.choices, "state", label=_("state"))
    sector = InSector("sector")
    department = OfDepartment("department")
    area = InArea("areas")
    due_from = Day("due_now", "gte", label=_("due from"))
    due_to = Day("due_now", "lte", label=_("due to"))
    indicator = OfIndicator("series__indicator")
    release = OfRelease()
