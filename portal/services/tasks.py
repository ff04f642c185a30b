"""What residents most often come for: tiles of the home page, and of a search without results."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from portal.services.models import Guide
from portal.web.sectors import Task, sectors


@dataclass(frozen=True)
class Tile:
    """A task of the home page, and its address."""

    task: Task
    address: str


def tasks(at: dt.datetime) -> list[Tile]:
    """The task of each sector; a published guide leads there better than a page."""
    found = [spec.task for spec in sorted(sectors.values(), key=lambda spec: spec.order) if spec.task]
    guides = Guide.objects.public(at).filter(code__in=[task.guide for task in found])
    public = set(guides.values_list("code", flat=True))
    return [Tile(task, _address(task, public)) for task in found]


def _address(task: Task, guides: set[str]) -> str:
    if task.guide in guides:
        return reverse("guide-detail", args=[task.guide])
    return reverse(task.page) + (f"?{urlencode(task.query)}" if task.query else "")
