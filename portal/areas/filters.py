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
        # asked first: as a part of the query the planner cannot tell how few they are
        inside = {
            f"{self.field_name}__in": list(Area.objects.within(value.code).values_list("pk", flat=True))
        }
        first = self.field_name.split("__")[0]
        if first == "pk" or not qs.model._meta.get_field(first).many_to_many:
            return qs.filter(**inside)
        # a subquery: a join would repeat a row with several areas
        return qs.filter(pk__in=qs.model.objects.filter(**inside).values("pk"))


class AreaFilter(StrictFilterSet):
    """Filters the list of areas."""

    q = WordsFilter("name_zh", "name_en", "aliases", "former_names", "code")
    kind = ChoiceFilter(Area.Kind.choices, "kind", label=_("kind"))
    parent = RowFilter(Area.objects, "areas", field_name="parent", label=_("part of"))
    area = InArea("pk")
