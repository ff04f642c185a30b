"""Pages of health: programmes."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from health.detail import ProgrammeDetail, programmes_at
from health.filters import HealthProgrammeFilter
from health.models import HealthProgramme
from portal.publishing.citations import citation
from portal.records.description_changes import attach_changes
from portal.web.lists import ListPage
from portal.web.sitemaps import BilingualSitemap


class ProgrammeList(ListPage):
    template_name = "health/programmes.html"
    noun = "health-programmes"
    filterset_class = HealthProgrammeFilter
    per_page = 12

    def rows(self, request: HttpRequest) -> QuerySet:
        return HealthProgramme.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: HealthProgrammeFilter, page: Page) -> dict[str, Any]:
        return {"programmes": programmes_at(page.object_list, request.moment.at)}


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ProgrammeDetail.at(code, at)
    attach_changes([detail.programme], at)
    context = {"at": at, "detail": detail, "cite": citation(request, detail.programme.name)}
    return render(request, "health/programme.html", context)


class ProgrammeSitemap(BilingualSitemap):
    """The list of health programmes, and each programme."""

    def items(self) -> list[str]:
        public = HealthProgramme.objects.public(timezone.now()).order_by("code")
        return ["", *public.values_list("code", flat=True)]

    def location(self, code: str) -> str:
        return self.page("health:programme", code) if code else self.page("health:programme-list")


SITEMAPS = [("health-programmes", ProgrammeSitemap)]
