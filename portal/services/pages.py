"""The lists of services and guides, the page of a service, and each page of a guide."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.facilities.detail import attach_open_states
from portal.facilities.models import Facility
from portal.publishing.citations import citation
from portal.services.detail import ServiceDetail, attach_facilities
from portal.services.filters import GuideFilter, ServiceFilter
from portal.services.models import Guide, Service
from portal.services.walk import GuideDetail, Place
from portal.web.addresses import absolute
from portal.web.lists import ListPage, filtered


class ServiceList(ListPage):
    template_name = "services/list.html"
    noun = "services"
    filterset_class = ServiceFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Service.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: ServiceFilter, page: Page) -> dict[str, Any]:
        """The guides, too, on the first page of the whole list."""
        at = request.moment.at
        whole = page.number == 1 and not filtered(filterset)
        guides = Guide.objects.public(at).for_list() if whole else ()
        return {"services": attach_facilities(page.object_list, at), "guides": guides}


@require_safe
def service_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ServiceDetail.at(code, at)
    attach_open_states(detail.facilities, request.moment)
    context = {
        "at": at,
        "detail": detail,
        "service": detail.service,
        "lines": () if detail.service.phone or detail.phones else Facility.objects.public(at).general_line(),
        "cite": citation(request, detail.service.name),
    }
    return render(request, "services/detail.html", context)


class GuideList(ListPage):
    template_name = "guides/list.html"
    noun = "guides"
    filterset_class = GuideFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Guide.objects.public(request.moment.at).for_list()


@require_safe
def guide_page(request: HttpRequest, code: str) -> HttpResponse:
    """The guide at its first node."""
    detail = GuideDetail.at(code, request.moment.at)
    return shown(request, detail, detail.first)


@require_safe
def node_page(request: HttpRequest, code: str, node: str) -> HttpResponse:
    """The guide at one of its nodes: nothing is kept of how one came there."""
    detail = GuideDetail.at(code, request.moment.at)
    return shown(request, detail, detail.place(node))


def shown(request: HttpRequest, detail: GuideDetail, place: Place) -> HttpResponse:
    attach_open_states(place.facilities, request.moment)
    context = {
        "at": request.moment.at,
        "detail": detail,
        "guide": detail.guide,
        "place": place,
        "address": absolute(request.path),
    }
    return render(request, "guides/node.html", context)


@require_safe
def whole_guide(request: HttpRequest, code: str) -> HttpResponse:
    """All nodes on one page, to read, to print or to be read aloud."""
    detail = GuideDetail.at(code, request.moment.at)
    attach_open_states(detail.facilities, request.moment)
    context = {
        "at": request.moment.at,
        "detail": detail,
        "guide": detail.guide,
        "address": absolute(request.path),
        "cite": citation(request, detail.guide.name),
    }
    return render(request, "guides/whole.html", context)
