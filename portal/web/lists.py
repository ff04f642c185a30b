"""List pages: filters, pagination, and links to the JSON, CSV and XLSX versions."""

import re
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from portal.web.filters import BadParameter, StrictFilterSet

#: A dozen rows: on a phone no more than eight screens, in either language.
PER_PAGE = 12
#: In care mode, which shows fewer choices a page, and of rows that are long.
FEW = 10
PAGE_NUMBER = re.compile("[0-9]{1,9}")


def page_of(
    rows: QuerySet, request: HttpRequest, per_page: int = PER_PAGE, pages_of: type[Paginator] = Paginator
) -> Page:
    """The page requested by `?page=`, by default the first. Raises BadParameter for a page that does not exist.

    Pages are shorter in care mode; an address shared from it leads other readers to the page with the same rows.
    """
    size = min(per_page, FEW) if request.care else per_page
    pages, asked = pages_of(rows, size), request.GET.get("page") or "1"
    number = int(asked) if PAGE_NUMBER.fullmatch(asked) else 0
    first = (number - 1) * FEW
    if pages.num_pages < number and first < pages.count:
        number = first // size + 1
    try:
        return pages.page(number)
    except InvalidPage:
        raise BadParameter.value("page", asked, [f"1–{pages.num_pages}"]) from None


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
