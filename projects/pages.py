"""Project blocks of the front page and of sector and area pages."""

from typing import Any

from portal.areas.models import Area
from portal.site.blocks import Block
from portal.staff.models import Sector
from portal.web.as_of import Moment
from projects.detail.programme_summary import programme_rows
from projects.detail.status import statuses_of
from projects.facet_index import facet_index_at
from projects.facets import Rows, count_of
from projects.models import Programme, Stage, UndertakingState
from projects.models.stages import PROJECT_STEPS
from projects.sitemaps import Programmes, ProjectLists, Projects

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


HOME_BLOCKS = [Block("projects/home_block.html", on_the_front_page, order=10)]
SECTOR_BLOCKS = [Block("projects/sector_block.html", in_a_sector, order=10)]
AREA_BLOCKS = [Block("projects/area_block.html", in_an_area, order=10)]
SITEMAPS = [("project-lists", ProjectLists), ("projects", Projects), ("programmes", Programmes)]
