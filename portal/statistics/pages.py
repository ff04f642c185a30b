"""The list of checks, failed ones first."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.publishing.filters import versions_asked_for
from portal.records.description_changes import changes_around
from portal.statistics.filters import CheckResultFilter
from portal.statistics.models import CheckResult
from portal.web.lists import ListPage


class CheckList(ListPage):
    template_name = "checks/list.html"
    noun = "checks"
    filterset_class = CheckResultFilter
    per_page = 5

    def rows(self, request: HttpRequest) -> QuerySet:
        return versions_asked_for(CheckResult.objects, request).for_list()

    def further(self, request: HttpRequest, filterset: CheckResultFilter, page: Page) -> dict[str, Any]:
        at, rules = request.moment.at, {one.check_rule for one in page.object_list} - {None}
        changes = changes_around({"": sorted(rules, key=lambda rule: rule.code)}, at)[""] if rules else []
        return {"results": page.object_list, "description_changes": changes}
