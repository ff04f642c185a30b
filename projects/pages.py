"""Pages of projects: lists, projects, programmes and micro-projects; blocks of other pages; sitemaps."""

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from portal.areas.models import Area
from portal.publishing.citations import citation
from portal.site.blocks import Block
from portal.site.sector_pages import story_of
from portal.staff.models import Sector
from portal.statistics.figures import indicator_rows
from portal.web.as_of import Moment
from portal.web.filters import EVERY_PAGE, BadParameter
from portal.web.lists import ListPage, filtered, page_of
from portal.web.sitemaps import BilingualSitemap
from projects.detail.micro import funding_of_programmes, programmes_of_micro, steps_of_micro
from projects.detail.programme_summary import ORDER, programme_rows
from projects.detail.progress import history_charts, statuses_at, statuses_of
from projects.detail.project import ProgrammeDetail, ProjectDetail
from projects.facet_index import facet_index_at
from projects.facets import (
    Rows,
    Selection,
    choice_counts,
    count_of,
    in_state,
    programme_choices,
    selection_of,
)
from projects.filters import STATES, ProgrammeFilter, ProjectFilter
from projects.models import Programme, Project, Undertaking, UndertakingState

#: Rows on a page: few, so that the story of the sector is not far below them.
PER_PAGE = 8
#: Layouts of the rows; by default a table that becomes cards on a narrow screen.
VIEWS = ("cards", "table")
#: The filters shown as a list of choices, in the order of the form. Words and order are shown apart.
SELECTS = ("area", "category", "stage", "state", "year", "department", "sector", "kind", "programme")
#: Rows of the blocks on other pages, and projects on the page of their programme; the lists have all of them.
NEWEST, IN_SECTOR, IN_AREA, IN_PROGRAMME = 4, 6, 10, 12
#: More rows of a programme are folded.
IN_SIGHT = 3
#: The sector whose page is the list of projects.
OWN = "projects"


class ProjectsPage(View):
    """`/projects/`: search, filters with counts, the rows, and the story of the sector."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        at, view = request.moment.at, request.GET.get("view", "")
        states = UndertakingState.objects.known_at(at).of_projects()
        also = ("page", "view", *EVERY_PAGE)
        filterset = ProjectFilter(request.GET, states, request=request, also=also)
        selection = selection_of(filterset)
        rows = Rows(selection.index, selection.bits, filterset.order, at)
        page = page_of(rows, request, PER_PAGE)
        if view and view not in VIEWS:
            raise BadParameter.value("view", view, VIEWS)
        sector = get_object_or_404(Sector, code=OWN)
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
            "view": view,
            "views": VIEWS,
        }
        return render(request, "projects/list.html", context)


def selects_of(selection: Selection) -> list[dict[str, Any]]:
    """Name, label and choices of each filter that has choices left; the chosen one is always among them."""
    filterset, selects = selection.filterset, []
    counts = choice_counts(selection) | {"programme": programme_choices(selection)}
    for name in SELECTS:
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
        moment = request.moment
        return {"programmes": programme_rows(page.object_list, moment.at, moment.state)}


@require_safe
def project_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = ProjectDetail.at(code, request.moment.at)
    return render(request, "projects/project.html", context_of(request, detail))


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ProgrammeDetail.at(code, at, state=request.moment.state)
    projects = Project.objects.filter(programme=detail.undertaking).released(at).for_list()[:IN_PROGRAMME]
    statuses = statuses_at(projects, at)
    context = context_of(request, detail) | {"projects": statuses, "is_folded": len(statuses) > IN_SIGHT}
    return render(request, "projects/programme.html", context)


def context_of(request: HttpRequest, detail: ProjectDetail) -> dict[str, Any]:
    """The context that the pages of projects and of programmes share."""
    at = request.moment.at
    return {
        "at": at,
        "detail": detail,
        "undertaking": detail.undertaking,
        "charts": history_charts(detail.undertaking, detail.report_versions),
        "indicators": indicator_rows(detail.indicators, at, changes=True, charts=True),
        "cite": citation(request, detail.undertaking.name),
    }


@require_safe
def micro_page(request: HttpRequest) -> HttpResponse:
    """`/projects/micro/`: micro-projects from proposal to opening, and their funding."""
    at = request.moment.at
    programmes = programmes_of_micro(at)
    context = {
        "at": at,
        "programmes": programmes,
        "steps": steps_of_micro(programmes, at),
        "funding": funding_of_programmes(programmes, at),
        "cite": citation(request, ""),
    }
    return render(request, "projects/micro.html", context)


def home_block(moment: Moment) -> dict[str, Any]:
    """How many projects are at each stage and in each state after the due day, and those reported on last."""
    states = UndertakingState.objects.known_at(moment.at).of_projects().for_list()
    projects = statuses_of(states.order_by("-reported_at", "undertaking_id")[:NEWEST], moment.at)
    if not projects:
        return {}
    index = facet_index_at(moment.at, moment.state)
    stages = ((stage, index.of("stage", stage) & index.projects) for stage in ORDER)
    states = ((value, label, in_state(index, value) & index.projects) for value, label in STATES)
    return {
        "projects": projects,
        "stages": [(stage, count_of(bits)) for stage, bits in stages if bits],
        "unstated": count_of(index.of("stage", "") & index.projects),
        "states": [(value, label, count_of(bits)) for value, label, bits in states if bits],
    }


def sector_block(sector: Sector, moment: Moment) -> dict[str, Any]:
    """The programmes of the sector, and its newest projects outside any programme.

    The page of the sector `projects` has the list of all projects above its story, so they are not listed again.
    """
    index = facet_index_at(moment.at, moment.state)
    alone = index.of("sector", sector.pk) & index.of("programme", None) & index.projects
    newest = [] if sector.code == OWN else Rows(index, alone, "newest", moment.at)[:IN_SECTOR]
    programmes = Programme.objects.filter(sector=sector).released(moment.at).for_list()[:IN_SECTOR]
    found = {
        "programmes": programme_rows(programmes, moment.at, moment.state),
        "projects": statuses_of(newest, moment.at),
    }
    return found if any(found.values()) else {}


def area_block(area: Area, moment: Moment) -> dict[str, Any]:
    """The projects in the area and its parts, those reported on last first."""
    index = facet_index_at(moment.at, moment.state)
    areas = Area.objects.within(area.code).order_by().values_list("pk", flat=True)
    rows = Rows(index, index.within(areas), "newest", moment.at)
    projects = statuses_of(rows[:IN_AREA], moment.at) if rows.count() else []
    return {"projects": projects, "count": rows.counted} if projects else {}


class UndertakingSitemap(BilingualSitemap):
    """Base of the sitemaps of projects and programmes; a release about one is a change of its page."""

    model: type[Undertaking]

    def items(self) -> QuerySet:
        at = timezone.now()
        states = UndertakingState.objects.released(at).filter(undertaking=OuterRef("pk"))
        newest = states.order_by("-known_from").values("known_from")[:1]
        return self.model.objects.released(at).annotate(newest=Subquery(newest)).order_by("code")

    def location(self, undertaking: Undertaking) -> str:
        return self.page(f"projects:{undertaking.noun}", undertaking.code)

    def lastmod(self, undertaking: Undertaking) -> dt.datetime | None:
        return undertaking.newest

    def get_latest_lastmod(self) -> dt.datetime | None:
        states = UndertakingState.objects.released(timezone.now())
        states = states.filter(undertaking__in=self.model.objects.all())
        return states.aggregate(newest=Max("known_from"))["newest"]


class ProjectSitemap(UndertakingSitemap):
    model = Project


class ProgrammeSitemap(UndertakingSitemap):
    model = Programme


class ListSitemap(BilingualSitemap):
    """The list of programmes and the page of micro-projects. The list of projects is the page of the sector."""

    def items(self) -> list[tuple[str, dt.datetime | None]]:
        states = UndertakingState.objects.released(timezone.now())
        newest = states.aggregate(newest=Max("known_from"))["newest"]
        return [("projects:programme-list", newest), ("projects:micro", newest)]

    def location(self, item: tuple[str, dt.datetime | None]) -> str:
        return self.page(item[0])

    def lastmod(self, item: tuple[str, dt.datetime | None]) -> dt.datetime | None:
        return item[1]


HOME_BLOCKS = [Block("projects/home_block.html", home_block, order=10)]
SECTOR_BLOCKS = [Block("projects/sector_block.html", sector_block, order=10)]
AREA_BLOCKS = [Block("projects/area_block.html", area_block, order=10)]
SITEMAPS = [("project-lists", ListSitemap), ("projects", ProjectSitemap), ("programmes", ProgrammeSitemap)]
