"""Awards, schools and networks to try things on."""

from education.models import Award, Network, School
from portal.publishing.models import Release
from tests.world import make_area, make_department


def make_award(release: Release, code: str = "teaching-prize", **fields: object) -> Award:
    given = {
        "name_zh": "省教学成果一等奖",
        "name_en": "First prize of the province",
        "level": "provincial",
        "rank": "first",
        "as_printed": "省教学成果一等奖",
        "department": release.department,
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return Award.objects.create(release=release, code=code, **given)


def make_school(release: Release, code: str = "lakeside", **fields: object) -> School:
    given = {
        "name_zh": f"{code}小学",
        "name_en": f"{code.title()} Primary School",
        "level": "primary",
        "area": make_area(),
        "as_at": "2022-05-31",
        "as_printed": code,
        "department": make_department(release.department.code),
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return School.objects.create(release=release, code=code, **given)


def make_network(release: Release, code: str = "transition", **fields: object) -> Network:
    given = {
        "kind": "community",
        "name_zh": f"{code}共同体",
        "name_en": f"{code.title()} community",
        "as_printed": f"{code}共同体",
        "department": release.department,
        "section": release.sections.first(),
        "paragraph": 1,
        **fields,
    }
    return Network.objects.create(release=release, code=code, **given)
