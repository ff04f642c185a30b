"""The glossary page: programme names and acronyms, as far as the releases explain them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.glossary.models import GlossaryTerm
from portal.publishing.filters import OfRelease
from portal.records.description_changes import attach_changes
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.models import Indicator
from portal.web.filters import StrictFilterSet, WordsFilter
from portal.web.lists import FEW, ListPage


def attach_indicators(terms: Iterable[GlossaryTerm], at: dt.datetime) -> list[GlossaryTerm]:
    """The terms, each with `shown_indicators`: its indicators public at that time, and their codes."""
    terms = list(terms)
    codes = {code for term in terms for code in term.indicators}
    public = {one.code: one for one in Indicator.objects.released(at).filter(code__in=codes)}
    for term in terms:
        term.shown_indicators = [public[code] for code in term.indicators if code in public]
        term.public_indicators = [one.code for one in term.shown_indicators]
    return terms


class GlossaryFilter(StrictFilterSet):
    """Filters public terms."""

    q = WordsFilter(
        "name_zh", "name_en", "aliases", "former_names", "explanation_zh", "explanation_en", "code"
    )
    sector = InSector("sector")
    department = OfDepartment("department")
    release = OfRelease()


class GlossaryList(ListPage):
    template_name = "glossary/list.html"
    noun = "glossary"
    filterset_class = GlossaryFilter
    per_page = FEW

    def rows(self, request: HttpRequest) -> QuerySet:
        return GlossaryTerm.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: GlossaryFilter, page: Page) -> dict[str, Any]:
        at = request.moment.at
        return {"terms": attach_changes(attach_indicators(page.object_list, at), at)}
