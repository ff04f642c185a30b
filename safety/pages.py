"""The table of cases by type, and the police operations that releases name."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.web.lists import ListPage
from safety.api import CaseList, OperationList
from safety.detail import operations_of, rows_of
from safety.filters import CaseFilter, OperationFilter
from safety.models import Operation, case_rows


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

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return OperationList.keyset.ordered(Operation.objects.known_at(at).for_list(at))

    def further(self, request: HttpRequest, filterset: OperationFilter, page: Page) -> dict[str, Any]:
        return {"operations": operations_of(page.object_list, request.moment.at)}
