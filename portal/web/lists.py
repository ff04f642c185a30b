"""List pages: filters, pagination, and links to the JSON, CSV and XLSX versions."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from portal.web.filters.strict import StrictFilterSet
from portal.web.pagination import PER_PAGE, page_of


class ListPage(View):
    """A list page. A subclass sets the template, the endpoint's noun and the filterset they share."""

    http_method_names = ["get", "head", "options"]
    template_name: str
    noun: str
    filterset_class: type[StrictFilterSet]
    per_page = PER_PAGE

    def rows(self, request: HttpRequest) -> QuerySet:
        """Everything public at the moment of the request, ready to render."""
        raise NotImplementedError

    def further(self, request: HttpRequest, filterset: StrictFilterSet, page: Page) -> dict[str, Any]:
        """Template context besides the page of rows."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        filterset = self.filterset_class(request.GET, self.rows(request), request=request)
        page = page_of(filterset.qs, request, self.per_page)
        context = {
            "at": request.moment.at,
            "noun": self.noun,
            "form": filterset.form,
            "filtered": filtered(filterset),
            "page": page,
            **self.further(request, filterset, page),
        }
        return render(request, self.template_name, context)


def filtered(filterset: StrictFilterSet) -> bool:
    """Whether the reader set any filter."""
    return any(filterset.data.get(name) for name in filterset.filters)
