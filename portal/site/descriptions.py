"""The dated list of changes of names, definitions and other descriptions."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.records.description_changes import (
    changes_from,
    described_kinds,
    described_models,
    description_changes,
)
from portal.web.filters import ChoiceFilter, CodeFilter, DayFilter, StrictFilterSet
from portal.web.lists import ListPage


class OfKind(ChoiceFilter):
    """The kind of thing whose description changed."""

    def __init__(self) -> None:
        super().__init__(described_kinds(), label=_("kind"))

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(table=described_models()[value]._meta.db_table) if value else qs


class DescriptionChangeFilter(StrictFilterSet):
    """Filters changes of descriptions by what they are about, and by the day on which they became public."""

    kind = OfKind()
    code = CodeFilter("after__code", label=_("code"))
    from_ = DayFilter("until", "date__gte", label=_("from"))
    to_ = DayFilter("until", "date__lte", label=_("to"))


class DescriptionChangePage(ListPage):
    template_name = "descriptions/list.html"
    noun = "description-changes"
    filterset_class = DescriptionChangeFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return description_changes(request.moment.at)

    def further(self, request: HttpRequest, filterset: DescriptionChangeFilter, page: Page) -> dict[str, Any]:
        return {"changes": changes_from(list(page.object_list), request.moment.at)}
