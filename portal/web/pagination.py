"""Numbered pages of a fixed size."""

import re

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.web.filters.strict import BadParameter

PER_PAGE = 25
#: In care mode, which shows fewer choices a page.
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
