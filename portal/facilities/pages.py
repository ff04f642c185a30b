"""The list of facilities."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.facilities.models import Facility
from portal.publishing.filters import OfRelease
from portal.records.description_changes import attach_changes
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import ChoiceFilter, StrictFilterSet, WordsFilter
from portal.web.lists import ListPage


class FacilityFilter(StrictFilterSet):
    """Filters public facilities."""

    q = WordsFilter("name_zh", "name_en", "address_zh", "address_en", "aliases", "former_names", "code")
    kind = ChoiceFilter(Facility.Kind.choices, "kind", label=_("kind"))
    sector = InSector("sector")
    area = InArea("area")
    department = OfDepartment("department")
    release = OfRelease()


class FacilityList(ListPage):
    template_name = "facilities/list.html"
    noun = "facilities"
    filterset_class = FacilityFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Facility.objects.public(request.moment.at).for_list().reachable_first()

    def further(self, request: HttpRequest, filterset: FacilityFilter, page: Page) -> dict[str, Any]:
        return {"facilities": attach_changes(page.object_list, request.moment.at)}
