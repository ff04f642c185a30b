"""Themes to try things on."""

from portal.themes.models import Theme
from tests.world import make_department


def make_theme(code: str = "festivals", **fields: object) -> Theme:
    given = {
        "name_zh": f"专题{code}",
        "name_en": f"Theme {code}",
        "about_zh": "关于",
        "about_en": f"What {code} is about",
        "why_zh": "原因",
        "why_en": "Because residents ask",
        "sector_id": "culture",
        "department": make_department("construction"),
        "reviewed_on": "2022-06-01",
        "is_public": True,
        **fields,
    }
    return Theme.objects.create(code=code, **given)
