"""Pages of lists: numbered, of a fixed size."""

import re

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.filters import BadParameter

PER_PAGE = 50
PAGE_NUMBER = re.compile("[0-9]{1,9}")


def page_of(rows: QuerySet, request: HttpRequest, per_page: int = PER_PAGE) -> Page:
    """The page of the rows that `?page=` asks for, by default the first. Raises BadParameter where there is none."""
    pages, asked = Paginator(rows, per_page), request.GET.get("page") or "1"
    try:
        return pages.page(int(asked) if PAGE_NUMBER.fullmatch(asked) else 0)
    except InvalidPage:
        raise BadParameter.value("page", asked, [f"1–{pages.num_pages}"]) from None
