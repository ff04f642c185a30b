"""`/projects/`: the place to find a project, and below it the story of the sector; and the list of programmes."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from portal.site.sector_pages import story_of
from portal.staff.models import Sector
from portal.web.filters import EVERY_PAGE, BadParameter
from portal.web.lists import ListPage, filtered, page_of
from projects.detail.programme_summary import programme_rows
from projects.detail.status import statuses_of
from projects.facets import Rows, Selection, choice_counts, programme_choices, selection_of
from projects.filters import ProjectFilter
from projects.models import Programme, UndertakingState
from projects.record_filters import ProgrammeFilter

#: Few enough that the story of the sector is not far below them.
PER_PAGE = 12
#: How the rows may be laid out; by default a table that becomes cards where there is no room.
VIEWS = ("cards", "table")
#: What the filters with choices are called in the form, in its order; words and order come apart.
CHOSEN_BY = ("area", "category", "stage", "state", "year", "department", "sector", "kind", "programme")


class ProjectsPage(View):
    """Search, filters with the number of projects behind each choice, and the rows as cards or as a table."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        at = request.moment.at
        also = ("page", "view", *EVERY_PAGE)
        states = UndertakingState.objects.known_at(at).of_projects()
        filterset = ProjectFilter(request.GET, states, request=request, also=also)
        selection = selection_of(filterset)
        rows = Rows(selection.index, selection.bits, filterset.order, at)
        page = page_of(rows, request, PER_PAGE)
        sector = get_object_or_404(Sector, code="projects")
        tells = not filtered(filterset) and page.number == 1
        context = {
            **(story_of(sector, request.moment) if tells else {"at": at, "sector": sector}),
            "tells": tells,
            "form": filterset.form,
            "filtered": filtered(filterset),
            "selects": selects_of(selection),
            "page": page,
            "more": rows.counted.more,
            "projects": statuses_of(page.object_list, at),
            "view": view_of(request),
            "views": VIEWS,
        }
        return render(request, "projects/list.html", context)


def view_of(request: HttpRequest) -> str:
    """The layout that the address asks for, empty for the usual one. Raises BadParameter for one that there is not."""
    asked = request.GET.get("view", "")
    if asked and asked not in VIEWS:
        raise BadParameter.value("view", asked, VIEWS)
    return asked


def selects_of(selection: Selection) -> list[dict[str, Any]]:
    """Name, label and choices of each filter that leaves a choice; what is chosen is always among them."""
    filterset, selects = selection.filterset, []
    counts = choice_counts(selection) | {"programme": programme_choices(selection)}
    for name in CHOSEN_BY:
        field = filterset.form[name]
        chosen = filterset.data.get(name, "")
        choices = counts[name]
        if chosen and not any(choice.value == chosen for choice in choices):
            row = filterset.form.cleaned_data.get(name)
            above = {"value": chosen, "label": getattr(row, "name", chosen), "chosen": True, "count": None}
            choices = [above, *choices]
        if choices:
            selects.append({"name": name, "id": field.id_for_label, "label": field.label, "choices": choices})
    return selects


class ProgrammeList(ListPage):
    template_name = "projects/programmes.html"
    noun = "programmes"
    filterset_class = ProgrammeFilter
    per_page = PER_PAGE

    def rows(self, request: HttpRequest) -> QuerySet:
        return Programme.objects.released(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: ProgrammeFilter, page: Page) -> dict[str, Any]:
        return {"programmes": programme_rows(page.object_list, request.moment.at)}
