"""Facilities: the list, and the page of one."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.areas.models import Area
from portal.facilities.detail import FacilityDetail, area_instead, attach_open_states
from portal.facilities.filters import FacilityFilter
from portal.facilities.models import FORMER_KINDS, Facility
from portal.publishing.citations import citation
from portal.records.description_changes import attach_changes
from portal.web.filters import BadParameter
from portal.web.lists import ListPage


class FacilityList(ListPage):
    template_name = "facilities/list.html"
    noun = "facilities"
    filterset_class = FacilityFilter

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list; an address of the days when roads and estates were facilities leads to their area."""
        if request.GET.get("kind") in FORMER_KINDS:
            return moved(request, area_of_former_list(request.GET.get("area", "")))
        return super().get(request)

    def rows(self, request: HttpRequest) -> QuerySet:
        return Facility.objects.public(request.moment.at).for_list().reachable_first()

    def further(self, request: HttpRequest, filterset: FacilityFilter, page: Page) -> dict[str, Any]:
        facilities = attach_open_states(page.object_list, request.moment)
        return {"facilities": attach_changes(facilities, request.moment.at)}


def area_of_former_list(code: str) -> str:
    """The page of that area, or the list of areas. Raises BadParameter for an area that does not exist."""
    if not code:
        return reverse("area-list")
    if not Area.objects.filter(code=code).exists():
        raise BadParameter.value("area", code, [reverse("area-list")])
    return reverse("area-detail", args=[code])


def moved(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect for ever, with the reader's moment, language and care mode."""
    kept = request.GET.copy()
    for name in ("kind", "area"):
        kept.pop(name, None)
    return HttpResponsePermanentRedirect(f"{address}{'?' * bool(kept)}{kept.urlencode()}")


@require_safe
def facility_page(request: HttpRequest, code: str) -> HttpResponse:
    try:
        detail = FacilityDetail.at(code, request.moment)
    except Http404:
        return moved(request, reverse("area-detail", args=[area_instead(code).code]))
    context = {
        "at": request.moment.at,
        "detail": detail,
        "facility": detail.facility,
        "lines": () if detail.facility.phone else Facility.objects.public(request.moment.at).general_line(),
        "cite": citation(request, detail.facility.name),
    }
    return render(request, "facilities/detail.html", context)
