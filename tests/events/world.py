"""Events to test with."""

import datetime as dt

from portal.events.models import PublicEvent
from portal.publishing.models import Release
from tests.world import make_area, make_release, publish

DAY = dt.date(2026, 9, 5)


def make_event(release: Release, code: str = "gala", **fields) -> PublicEvent:
    """A planned performance on one day."""
    first = fields.get("first_day", DAY)
    return PublicEvent.objects.create(
        release=release,
        code=code,
        **{
            "section": release.sections.first(),
            "paragraph": 1,
            "name_zh": f"活动{code}",
            "name_en": f"Event {code}",
            "kind": "performance",
            "department": release.department,
            "sector_id": "culture",
            "area": make_area(),
            "precision": "day",
            "first_day": first,
            "last_day": first,
            **fields,
        },
    )


def release_events(slug: str, at: str, **events: dict) -> Release:
    """A published release that states these events, by code."""
    release = make_release(slug)
    for code, fields in events.items():
        make_event(release, code.replace("_", "-"), **fields)
    return publish(release, at=at)
