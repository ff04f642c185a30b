"""The glossary page: programme names and acronyms, as far as the releases explain them."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.glossary.filters import GlossaryFilter
from portal.glossary.models import GlossaryTerm
from portal.glossary.terms import attach_indicators
from portal.web.lists import ListPage


class GlossaryList(ListPage):
    template_name = "glossary/list.html"
    noun = "glossary"
    filterset_class = GlossaryFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return GlossaryTerm.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: GlossaryFilter, page: Page) -> dict[str, Any]:
        return {"terms": attach_indicators(page.object_list, request.moment.at)}
