"""Areas that share their name with another, told apart by an area around them: 阳光小区（崮山镇）."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.web.memo import Memo

#: Relations from an estate up to the district.
WIDER = "parent__parent__parent__parent"
#: What is read of an area and of those around it.
NAMES = [f"{'parent__' * steps}{name}" for steps in range(5) for name in ("code", "name_zh", "name_en")]


#: By language: the names of areas that share theirs with another, each with what tells it apart, by id.
_labels = Memo(lasting=True)


def label_of(area: Model) -> str:
    """The name and, if another area has the same, in brackets the narrowest area around it that tells them apart."""
    if (labels := _labels.fresh()) is None:
        _labels.hold(labels := {})
    language = get_language()
    if language not in labels:
        labels[language] = dict(_told_apart(type(area)))
    return labels[language].get(area.pk, area.name)


def _told_apart(model: type[Model]) -> Iterator[tuple[int, str]]:
    by_name = defaultdict(list)
    for area in _read(model):
        by_name[area.name].append(area)
    for name, areas in by_name.items():
        around = {area: [wider.name for wider in _around(area)] for area in areas}
        times = Counter(wider for names in around.values() for wider in set(names))
        for area in areas if len(areas) > 1 else ():
            own = next((wider for wider in around[area] if times[wider] == 1), area.code)
            yield area.pk, _("%(name)s (%(wider)s)") % {"name": name, "wider": own}


def _read(model: type[Model]) -> QuerySet:
    shared = Q()
    for column in ("name_zh", "name_en"):
        names = model.objects.order_by().values(column).annotate(areas=Count("pk")).filter(areas__gt=1)
        shared |= Q(**{f"{column}__in": names.values(column)})
    return model.objects.filter(shared).order_by().select_related(WIDER).only(*NAMES)


def _around(area: Model) -> Iterator[Model]:
    """The areas that contain it, narrowest first."""
    while area.parent is not None:
        area = area.parent
        yield area


post_save.connect(_labels.forget, sender="portal.Area")
post_delete.connect(_labels.forget, sender="portal.Area")
