"""Health programmes to try things on."""

from health.models import HealthProgramme, ProgrammeFigure
from portal.statistics.models import Indicator
from tests.world import make_department


def make_programme(
    code: str = "sealing", *, department: str = "construction", **fields: object
) -> HealthProgramme:
    given = {
        "name_zh": f"项目{code}",
        "name_en": f"Programme {code}",
        "kind": "care",
        "offer_zh": "做什么",
        "offer_en": "What is done",
        "is_public": True,
        **fields,
    }
    return HealthProgramme.objects.create(code=code, department=make_department(department), **given)


def name_figure(
    programme: HealthProgramme, role: str, indicator: Indicator, **fields: object
) -> ProgrammeFigure:
    return ProgrammeFigure.objects.create(programme=programme, role=role, indicator=indicator, **fields)
