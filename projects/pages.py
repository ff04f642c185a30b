"""`/projects/`: the place to find a project, and below it the story of the sector; and the list of programmes."""

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
from projects.detail.charts import history_charts
from projects.detail.micro import funding_of_programmes, programmes_of_micro, steps_of_micro
from projects.detail.programme_summary import programme_rows
from projects.detail.project import ProgrammeDetail, ProjectDetail
from projects.detail.status import statuses_at, statuses_of
from projects.facet_index import facet_index_at
from projects.facets import Rows, Selection, choice_counts, count_of, programme_choices, selection_of
from projects.filters import ProgrammeFilter, ProjectFilter
from projects.models import Programme, Project, Stage, Undertaking, UndertakingState
from projects.models.state import PROJECT_STEPS

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


#: Projects on the page of their programme; the list has all of them.
PROJECTS = 12


@require_safe
def project_page(request: HttpRequest, code: str) -> HttpResponse:
    detail = ProjectDetail.at(code, request.moment.at)
    return render(request, "projects/project.html", context_of(request, detail))


@require_safe
def programme_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = ProgrammeDetail.at(code, at)
    projects = Project.objects.filter(programme=detail.undertaking).released(at).for_list()[:PROJECTS]
    context = context_of(request, detail) | {"projects": statuses_at(projects, at)}
    return render(request, "projects/programme.html", context)


def context_of(request: HttpRequest, detail: ProjectDetail) -> dict[str, Any]:
    """What the pages of projects and of programmes share: the detail, with its charts and figures."""
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


NEWEST, IN_SECTOR, IN_AREA = 4, 6, 10
#: The sector whose page is the list of projects.
OWN = "projects"


def on_the_front_page(moment: Moment) -> dict[str, Any]:
    """How many projects stand at each stage, how many are late or silent, and those reported on last."""
    states = UndertakingState.objects.known_at(moment.at).of_projects().for_list()
    projects = statuses_of(states.order_by("-reported_at", "undertaking_id")[:NEWEST], moment.at)
    if not projects:
        return {}
    index = facet_index_at(moment.at)
    at_stages = (
        (stage, index.of("stage", stage) & index.projects) for stage in (*PROJECT_STEPS, Stage.BUILT)
    )
    return {
        "projects": projects,
        "stages": [(stage, count_of(bits)) for stage, bits in at_stages if bits],
        "late": count_of(index.late & index.projects),
        "silent": count_of(index.silent & index.projects),
    }


def in_a_sector(sector: Sector, moment: Moment) -> dict[str, Any]:
    """Programmes of the sector with their projects by stage, and its projects that belong to none.

    The page of the sector `projects` has the list of all projects above its story: there they are not listed again.
    """
    programmes = Programme.objects.filter(sector=sector)
    index = facet_index_at(moment.at)
    alone = index.of("sector", sector.pk) & index.of("programme", None) & index.projects
    newest = [] if sector.code == OWN else Rows(index, alone, "newest", moment.at)[:IN_SECTOR]
    shown = programmes.released(moment.at).for_list()[:IN_SECTOR]
    found = {
        "programmes": programme_rows(shown, moment.at),
        "projects": statuses_of(newest, moment.at),
    }
    return found if any(found.values()) else {}


def in_an_area(area: Area, moment: Moment) -> dict[str, Any]:
    """The projects in the area and its parts, those reported on last first."""
    index = facet_index_at(moment.at)
    there = Area.objects.within(area.code).order_by().values_list("pk", flat=True)
    rows = Rows(index, index.within(there), "newest", moment.at)
    projects = statuses_of(rows[:IN_AREA], moment.at) if rows.count() else []
    return {"projects": projects, "count": rows.counted} if projects else {}


class Undertakings(BilingualSitemap):
    """Those of one kind; a change is a release that says something of them."""

    model: type[Undertaking]
    name: str

    def items(self) -> QuerySet:
        at = timezone.now()
        states = UndertakingState.objects.released(at).filter(undertaking=OuterRef("pk"))
        newest = states.order_by("-known_from").values("known_from")[:1]
        return self.model.objects.released(at).annotate(newest=Subquery(newest)).order_by("code")

    def location(self, undertaking: Undertaking) -> str:
        return self.page(self.name, undertaking.code)

    def lastmod(self, undertaking: Undertaking) -> dt.datetime | None:
        return undertaking.newest

    def get_latest_lastmod(self) -> dt.datetime | None:
        """When anything was last said of one of them."""
        known = UndertakingState.objects.released(timezone.now())
        return known.filter(undertaking__in=self.model.objects.all()).aggregate(Max("known_from"))[
            "known_from__max"
        ]


class Projects(Undertakings):
    model = Project
    name = "projects:project"


class Programmes(Undertakings):
    model = Programme
    name = "projects:programme"


class ProjectLists(BilingualSitemap):
    """The list of programmes and the page of micro-projects; that of projects is the page of the sector."""

    def items(self) -> list[tuple[str, dt.datetime | None]]:
        states = UndertakingState.objects.released(timezone.now())
        newest = states.aggregate(newest=Max("known_from"))["newest"]
        return [("projects:programme-list", newest), ("projects:micro", newest)]

    def location(self, item: tuple[str, dt.datetime | None]) -> str:
        return self.page(item[0])

    def lastmod(self, item: tuple[str, dt.datetime | None]) -> dt.datetime | None:
        return item[1]


HOME_BLOCKS = [Block("projects/home_block.html", on_the_front_page, order=10)]
SECTOR_BLOCKS = [Block("projects/sector_block.html", in_a_sector, order=10)]
AREA_BLOCKS = [Block("projects/area_block.html", in_an_area, order=10)]
SITEMAPS = [("project-lists", ProjectLists), ("projects", Projects), ("programmes", Programmes)]
