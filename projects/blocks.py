"""What the pages of the core show of projects: the front page, the pages of sectors, the pages of areas."""

from typing import Any

from portal.models import Area, Sector
from portal.moments import Moment
from portal.pages import (
    AreaBlock,
    HomeBlock,
    SectorBlock,
    register_area_block,
    register_home_block,
    register_sector_block,
)
from projects.choices import count_of
from projects.dossier.roll_up import attach_tallies
from projects.dossier.standing import standings_of
from projects.models import Stage, Undertaking, UndertakingState
from projects.models.stages import PROJECT_STEPS
from projects.words import for_list, project_states

NEWEST, IN_SECTOR, IN_AREA = 4, 6, 10
#: The sector whose page is the list of projects.
OWN = "projects"


def on_the_front_page(moment: Moment) -> dict[str, Any]:
    """How many projects stand at each stage, how many are late or silent, and those reported on last."""
    states = project_states(moment.at)
    newest = for_list(states).order_by("-reported_at", "undertaking_id")[:NEWEST]
    projects = standings_of(newest, moment.at)
    if not projects:
        return {}
    stages = [(stage, count_of(states.filter(stage=stage))) for stage in (*PROJECT_STEPS, Stage.BUILT)]
    return {
        "projects": projects,
        "stages": [(stage, count) for stage, count in stages if count.number],
        "late": count_of(states.late()),
        "silent": count_of(states.silent(moment.at)),
    }


def in_a_sector(sector: Sector, moment: Moment) -> dict[str, Any]:
    """Programmes of the sector with their projects by stage, and its projects that belong to none.

    The page of the sector `projects` has the list of all projects above its story: there they are not listed again.
    """
    programmes = Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME, sector=sector)
    alone = project_states(moment.at).filter(undertaking__sector=sector, undertaking__programme=None)
    newest = (
        [] if sector.code == OWN else for_list(alone).order_by("-reported_at", "undertaking_id")[:IN_SECTOR]
    )
    found = {
        "programmes": attach_tallies(programmes.released(moment.at).for_list()[:IN_SECTOR], moment.at),
        "projects": standings_of(newest, moment.at),
    }
    return found if any(found.values()) else {}


def in_an_area(area: Area, moment: Moment) -> dict[str, Any]:
    """The projects in the area and its parts, those reported on last first."""
    there = Undertaking.objects.within(area.code).values("pk")
    states = UndertakingState.objects.known_at(moment.at).filter(undertaking__in=there)
    rows = for_list(states).order_by("-reported_at", "undertaking_id")
    projects = standings_of(rows[:IN_AREA], moment.at)
    return {"projects": projects, "count": count_of(states)} if projects else {}


def register() -> None:
    """Add the app's blocks to the pages of the core."""
    register_home_block(HomeBlock("projects/home_block.html", on_the_front_page, order=10))
    register_sector_block(SectorBlock("projects/sector_block.html", in_a_sector, order=10))
    register_area_block(AreaBlock("projects/area_block.html", in_an_area, order=10))
