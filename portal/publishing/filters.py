"""Filters of releases and of released records."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.web.filters.fields import Choice


class Versions(Choice):
    """`current` (the default): what was known at the moment. `all`: every version published by then."""

    def __init__(self, **kwargs) -> None:
        choices = [("current", _("in force")), ("all", _("all, with those superseded"))]
        super().__init__(choices, empty_label=None, required=False, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs if value == "all" else qs.known_at(self.parent.request.moment.at)
