"""Areas that share their name with another, told apart by an area around them: 阳光小区（崮山镇）."""

import threading
from collections.abc import Iterator

from django.core.signals import request_started
from django.db.models import Count, Model, Q
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _
from django_tasks.signals import task_started

from portal.web.past import moment_changed

#: Relations from an estate up to the district.
WIDER = "parent__parent__parent__parent"


class Namesakes(threading.local):
    """The areas with a name that another has too, by id, as this thread has read them in its request or task."""

    def __init__(self) -> None:
        self.areas: dict[int, Model] | None = None


_held = Namesakes()


def label_of(area: Model) -> str:
    """The name and, if another area has the same, in brackets the narrowest area around it that tells them apart."""
    if _held.areas is None:
        _held.areas = {one.pk: one for one in _read(type(area))}
    others = [one for one in _held.areas.values() if one.pk != area.pk and one.name == area.name]
    if not others or area.pk not in _held.areas:
        return area.name
    elsewhere = {wider.name for other in others for wider in _around(other)}
    names = (wider.name for wider in _around(_held.areas[area.pk]) if wider.name not in elsewhere)
    return _("%(name)s (%(wider)s)") % {"name": area.name, "wider": next(names, area.code)}


def _read(model: type[Model]) -> Iterator[Model]:
    shared = Q()
    for column in ("name_zh", "name_en"):
        names = model.objects.order_by().values(column).annotate(areas=Count("pk")).filter(areas__gt=1)
        shared |= Q(**{f"{column}__in": names.values(column)})
    return model.objects.filter(shared).select_related(WIDER)


def _around(area: Model) -> Iterator[Model]:
    """The areas that contain it, narrowest first."""
    while area.parent is not None:
        area = area.parent
        yield area


def forget(**_signal: object) -> None:
    """Drop what was read: the areas may have changed since, or those of another day are asked for."""
    _held.areas = None


request_started.connect(forget)
task_started.connect(forget)
moment_changed.connect(forget)
post_save.connect(forget, sender="portal.Area")
post_delete.connect(forget, sender="portal.Area")
