"""The table of cases by type, the police operations that releases name, and the blocks of public safety."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.facilities.models import Facility
from portal.publishing.citations import citation
from portal.site.blocks import Block
from portal.staff.models import Sector
from portal.web.as_of import Moment
from portal.web.filters import EVERY_PAGE, EVERYWHERE, refuse_unknown
from portal.web.lists import FEW, ListPage
from portal.web.sitemaps import BilingualSitemap
from safety import local
from safety.api import CaseList, OperationList
from safety.detail import OperationDetail, operations_of, rows_of
from safety.filters import CaseFilter, OperationFilter
from safety.models import Operation, case_rows

#: Rows on the page of the sector; the whole list is a link away.
MOST_ROWS = 12
MOST_OPERATIONS = 30


class CasesPage(ListPage):
    template_name = "safety/cases.html"
    noun = "case-statistics"
    filterset_class = CaseFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return CaseList.keyset.ordered(case_rows(request.moment.at))

    def further(self, request: HttpRequest, filterset: CaseFilter, page: Page) -> dict[str, Any]:
        return {"rows": rows_of(page.object_list, request.moment.at)}


class OperationsPage(ListPage):
    template_name = "safety/operations.html"
    noun = "operations"
    filterset_class = OperationFilter
    per_page = FEW

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return OperationList.keyset.ordered(Operation.objects.known_at(at).for_list(at))

    def further(self, request: HttpRequest, filterset: OperationFilter, page: Page) -> dict[str, Any]:
        return {"operations": operations_of(page.object_list, request.moment.at)}


@require_safe
def operation_page(request: HttpRequest, code: str) -> HttpResponse:
    refuse_unknown(request.GET, (*EVERYWHERE, *EVERY_PAGE))
    detail = OperationDetail.at(code, request.moment.at)
    context = {
        "detail": detail,
        "operation": detail.operation,
        "cite": citation(request, detail.operation.name),
    }
    return render(request, "safety/operation_page.html", context)


def lines(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The public lines to ring; what to do is in the guides of the sector, which stand before them."""
    if sector.code != "safety":
        return {}
    found = Facility.objects.public(moment.at).filter(sector=sector, kind=Facility.Kind.HOTLINE)
    found = found.exclude(phone="").for_list()
    return {"lines": found} if found else {}


def cases(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The table of cases by type."""
    if sector.code != "safety":
        return {}
    firsts = CaseList.keyset.ordered(case_rows(moment.at))
    rows = rows_of(list(firsts[:MOST_ROWS]), moment.at)
    return {"rows": rows} if rows else {}


def operations(sector: Sector, moment: Moment) -> dict[str, Any]:
    """Campaigns, security tasks, deployments and incidents, by name."""
    if sector.code != "safety":
        return {}
    known = Operation.objects.known_at(moment.at).for_list(moment.at)
    found = operations_of(list(OperationList.keyset.ordered(known)[:MOST_OPERATIONS]), moment.at)
    kinds = [(kind.label, [one for one in found if one.operation.kind == kind]) for kind in Operation.Kind]
    return {"kinds": [pair for pair in kinds if pair[1]], "count": known.count()} if found else {}


def by_area(sector: Sector, moment: Moment) -> dict[str, Any]:
    """Rings of response, villages without a criminal case, helpers, and police posts."""
    if sector.code != "safety":
        return {}
    at = moment.at
    posts = Facility.objects.public(at).filter(sector=sector, kind=Facility.Kind.POLICE_POST).for_list()
    found = {
        "tables": local.rings(at),
        "villages": local.villages(at),
        "helpers": local.helpers(at),
        "posts": list(posts[:MOST_ROWS]),
    }
    return found if any(found.values()) else {}


SECTOR_BLOCKS = [
    Block("safety/lines.html", lines, order=-1),
    Block("safety/cases_block.html", cases, order=10),
    Block("safety/operations_block.html", operations, order=20),
    Block("safety/by_area.html", by_area, order=30),
]


class ListSitemap(BilingualSitemap):
    """The lists of public safety."""

    def items(self) -> list[str]:
        return ["safety:cases", "safety:operations"]

    def location(self, name: str) -> str:
        return self.page(name)


class OperationSitemap(BilingualSitemap):
    """The pages of police operations."""

    def items(self) -> QuerySet:
        return Operation.objects.known_at(timezone.now()).order_by("code")

    def location(self, operation: Operation) -> str:
        return self.page("safety:operation", operation.code)


SITEMAPS = [("safety", ListSitemap), ("operations", OperationSitemap)]
