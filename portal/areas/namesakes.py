"""Areas that share their name with another, told apart by an area around them: 阳光小区（崮山镇）."""

from collections.abc import Iterator

from django.db.models import Count, Model, Q
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from portal.web.memo import Memo

#: Relations from an estate up to the district.
WIDER = "parent__parent__parent__parent"


#: The areas with a name that another has too, by id.
_namesakes = Memo()


def label_of(area: Model) -> str:
    """The name and, if another area has the same, in brackets the narrowest area around it that tells them apart."""
    if (areas := _namesakes.fresh()) is None:
        _namesakes.hold(areas := {one.pk: one for one in _read(type(area))})
    others = [one for one in areas.values() if one.pk != area.pk and one.name == area.name]
    if not others or area.pk not in areas:
        return area.name
    elsewhere = {wider.name for other in others for wider in _around(other)}
    names = (wider.name for wider in _around(areas[area.pk]) if wider.name not in elsewhere)
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


post_save.connect(_namesakes.forget, sender="portal.Area")
post_delete.connect(_namesakes.forget, sender="portal.Area")
