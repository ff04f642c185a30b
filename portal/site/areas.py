"""Areas: the list by name, and the page of one with everything public in it and its parts."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.areas.filters import AreaFilter
from portal.areas.models import Area
from portal.publishing.citations import citation
from portal.records.registry import declared
from portal.site.details.area import AreaDetail
from portal.web.feeds import EntryFeed, FeedContext, FeedEntry, page
from portal.web.lists import ListPage
from portal.web.templatetags.portal_site import site_name

Kind = Area.Kind
#: What most people call their neighbourhood comes first.
WIDEST_FIRST = (
    Kind.DISTRICT,
    Kind.SUBDISTRICT,
    Kind.TOWN,
    Kind.COMMUNITY,
    Kind.VILLAGE,
    Kind.ESTATE,
    Kind.SITE,
)


class AreaList(ListPage):
    template_name = "areas/list.html"
    noun = "areas"
    filterset_class = AreaFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        rank = Case(
            *(When(kind=kind, then=number) for number, kind in enumerate(WIDEST_FIRST)),
            output_field=IntegerField(),
        )
        return Area.objects.select_related("parent").order_by(rank, "code")

    def further(self, request: HttpRequest, filterset: AreaFilter, page: Page) -> dict[str, Any]:
        """The subdistricts and towns stand above the list."""
        return {
            "streets": Area.objects.filter(kind__in=[Kind.SUBDISTRICT, Kind.TOWN]).order_by("kind", "code")
        }


@require_safe
def area_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = AreaDetail.at(code, request.moment)
    context = {
        "at": request.moment.at,
        "detail": detail,
        "area": detail.area,
        "cite": citation(request, detail.area.name),
    }
    return render(request, "areas/detail.html", context)


class AreaFeed(EntryFeed):
    """What was released about an area and its parts, by every app."""

    def get_object(self, request: HttpRequest, code: str) -> FeedContext:
        return FeedContext(request, get_object_or_404(Area, code=code))

    def title(self, subject: FeedContext) -> str:
        return _("%(site)s: %(area)s") % {"site": site_name(), "area": subject.row.name}

    def subtitle(self, subject: FeedContext) -> str:
        return _("What was released about this area and its parts, newest first.")

    def link(self, subject: FeedContext) -> str:
        return page("area-detail", subject.row.code)

    def entries(self, subject: FeedContext) -> Iterable[FeedEntry]:
        for news in declared("AREA_NEWS"):
            yield from news(subject.row, subject.at)
