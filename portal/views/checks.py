"""Checks: what became of each identity that figures must satisfy, those that do not hold first."""

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.filters import CheckResultFilter
from portal.models import CheckResult
from portal.views.lists import ListPage


class CheckList(ListPage):
    template_name = "checks/list.html"
    noun = "checks"
    filterset_class = CheckResultFilter
    per_page = 20

    def rows(self, request: HttpRequest) -> QuerySet:
        return CheckResult.objects.released(request.moment.at).for_list()
