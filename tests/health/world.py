"""Health programmes and accreditations to try things on."""

from health.models import Accreditation, HealthProgramme, ProgrammeFigure, SiteOperation
from portal.publishing.models import Release
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


def make_accreditation(release: Release, code: str = "model-clinics", **fields: object) -> Accreditation:
    given = {
        "standard_zh": "示范标准",
        "standard_en": "Model standard",
        "level": "municipal",
        "state": "reached",
        "holder_zh": "村卫生室",
        "holder_en": "Village clinics",
        "number": 8,
        "year": 2022,
        "as_printed": "8处",
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return Accreditation.objects.create(release=release, code=code, department=release.department, **given)


def make_site_operation(release: Release, site: str = "town-hospital", **fields: object) -> SiteOperation:
    given = {
        "opened_on": "2022-03-01",
        "as_printed": "3月1日启用",
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return SiteOperation.objects.create(release=release, site=site, department=release.department, **given)
