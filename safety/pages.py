"""The table of cases by type."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.web.lists import ListPage
from safety.api import CaseList
from safety.detail import MEASURES, rows_of
from safety.filters import CaseFilter
from safety.models import case_rows


class CasesPage(ListPage):
    template_name = "safety/cases.html"
    noun = "case-statistics"
    filterset_class = CaseFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return CaseList.keyset.ordered(case_rows(request.moment.at))

    def further(self, request: HttpRequest, filterset: CaseFilter, page: Page) -> dict[str, Any]:
        return {"rows": rows_of(page.object_list, request.moment.at), "measures": MEASURES.choices}
