"""Themes: the list by sector, and the page of one."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.records.description_changes import attach_changes
from portal.themes.detail import ThemeDetail, themes_at
from portal.themes.filters import ThemeFilter
from portal.themes.models import Theme
from portal.web.lists import ListPage


class ThemeList(ListPage):
    template_name = "themes/list.html"
    noun = "themes"
    filterset_class = ThemeFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Theme.objects.public(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: ThemeFilter, page: Page) -> dict[str, Any]:
        return {"themes": themes_at(page.object_list, request.moment.at)}


@require_safe
def theme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ThemeDetail.at(code, at)
    attach_changes([detail.theme], at)
    context = {
        "at": at,
        "detail": detail,
        "theme": detail.theme,
        "cite": citation(request, detail.theme.name),
    }
    return render(request, "themes/detail.html", context)
