"""Filters of areas, and of other rows by area."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.web.filters import ChoiceFilter, RowFilter, StrictFilterSet, WordsFilter


class InArea(RowFilter):
    """An area, including everything within it."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Area.objects,
            "areas",
            field_name=field_name,
            **{"label": _("area"), "help_text": _("Areas within it are included."), **kwargs},
        )

    def filter(self, qs: QuerySet, value: Area | None) -> QuerySet:
        if value is None:
            return qs
        tree = Area.objects.within(value.code).values("pk")
        # a subquery: a join would repeat a row with several areas
        inside = qs.model.objects.filter(**{f"{self.field_name}__in": tree})
        return qs.filter(pk__in=inside.values("pk"))


class AreaFilter(StrictFilterSet):
    """Filters the list of areas."""

    q = WordsFilter("name_zh", "name_en", "aliases", "former_names", "code")
    kind = ChoiceFilter(Area.Kind.choices, "kind", label=_("kind"))
    parent = RowFilter(Area.objects, "areas", field_name="parent", label=_("part of"))
    area = InArea("pk")
