"""Pages of health: the sector, programmes and the registers of accreditations and sites."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from health.detail import Inspection, ProgrammeDetail, programmes_at, sites_at, targets_of
from health.filters import SITE_KINDS, AccreditationFilter, HealthProgrammeFilter, SiteFilter
from health.models import Accreditation, HealthProgramme
from portal.facilities.detail import attach_open_states
from portal.facilities.models import Facility
from portal.publishing.citations import citation
from portal.records.description_changes import attach_changes
from portal.site.blocks import FIRST, Block
from portal.site.sector_pages import SectorPage, story_of
from portal.staff.models import Sector
from portal.web.as_of import Moment
from portal.web.lists import ListPage
from portal.web.sitemaps import BilingualSitemap

#: The template of the block of the sector's page.
BLOCK = "health/sector_block.html"


class ProgrammeList(ListPage):
    template_name = "health/programmes.html"
    noun = "health-programmes"
    filterset_class = HealthProgrammeFilter
    per_page = 12

    def rows(self, request: HttpRequest) -> QuerySet:
        return HealthProgramme.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: HealthProgrammeFilter, page: Page) -> dict[str, Any]:
        return {"programmes": programmes_at(page.object_list, request.moment.at)}


class AccreditationList(ListPage):
    template_name = "health/accreditations.html"
    noun = "accreditations"
    filterset_class = AccreditationFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Accreditation.objects.known_at(request.moment.at).for_list().order_by("pk")

    def further(self, request: HttpRequest, filterset: AccreditationFilter, page: Page) -> dict[str, Any]:
        return {"accreditations": with_facilities(page.object_list, request.moment.at)}


class SiteList(ListPage):
    template_name = "health/sites.html"
    noun = "health-sites"
    filterset_class = SiteFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return (
            Facility.objects.public(request.moment.at).filter(sector="health", kind__in=SITE_KINDS).for_list()
        )

    def further(self, request: HttpRequest, filterset: SiteFilter, page: Page) -> dict[str, Any]:
        return {"sites": sites_at(page.object_list, request.moment.at)}


def with_facilities(rows: Iterable[Accreditation], at: dt.datetime) -> list[Accreditation]:
    """The rows, each with `shown_facility`: the public facility that it names, if any."""
    rows = list(rows)
    named = Facility.objects.public(at).in_bulk(
        {row.facility for row in rows if row.facility}, field_name="code"
    )
    for row in rows:
        row.shown_facility = named.get(row.facility)
    return rows


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ProgrammeDetail.at(code, at)
    attach_open_states(detail.facilities, request.moment)
    attach_changes([detail.programme], at)
    context = {"at": at, "detail": detail, "cite": citation(request, detail.programme.name)}
    return render(request, "health/programme.html", context)


class HealthPage(SectorPage):
    """`/health/`: tasks and guides first, then what its block chose; every other figure is a link away."""

    sector = "health"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = story_of(get_object_or_404(Sector, code=self.sector), request.moment)
        if any(template == BLOCK and content["headlines"] for template, content in context["first_blocks"]):
            context |= {"headlines": (), "charts": (), "indicators": ()}
        return render(request, self.template_name, context)


def sector_block(sector: Sector, moment: Moment) -> dict[str, Any]:
    """Whom to ring up, programmes, targets, headline figures with why they were chosen, subsidies, inspections."""
    if sector.code != HealthPage.sector:
        return {}
    at = moment.at
    details = programmes_at(HealthProgramme.objects.public(at).for_list(), at)
    accreditations = with_facilities(Accreditation.objects.known_at(at).for_list().order_by("pk"), at)
    lines = Facility.objects.public(at).filter(sector=sector).exclude(phone="").for_list()
    if not details and not accreditations:
        return {}
    inspections = [
        Inspection.of(one) for one in details if one.programme.kind == HealthProgramme.Kind.SUPERVISION
    ]
    return {
        "lines": lines,
        "programmes": [detail.programme for detail in details],
        "headlines": [row for detail in details for row in detail.rows if row.why and row.latest],
        "targets": targets_of(details),
        "subsidies": [
            one for one in details if one.programme.kind == HealthProgramme.Kind.SUPPORT and one.rows
        ],
        "inspections": [one for one in inspections if one.found or one.rectified],
        "accreditations": accreditations,
    }


class ProgrammeSitemap(BilingualSitemap):
    """The lists of health programmes, accreditations and sites, and each programme."""

    def items(self) -> list[tuple[str, ...]]:
        public = HealthProgramme.objects.public(timezone.now()).order_by("code")
        codes = public.values_list("code", flat=True)
        return [
            ("health:programme-list",),
            ("health:accreditation-list",),
            ("health:site-list",),
            *(("health:programme", one) for one in codes),
        ]

    def location(self, item: tuple[str, ...]) -> str:
        return self.page(*item)


SECTOR_BLOCKS = [Block(BLOCK, sector_block, order=FIRST + 1)]
SITEMAPS = [("health-programmes", ProgrammeSitemap)]
