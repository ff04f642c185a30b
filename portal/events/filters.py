"""Filters of events, shared by page, JSON and calendar files."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.events.models import PublicEvent
from portal.facilities.models import Facility
from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.models import Indicator
from portal.web.filters import ChoiceFilter, DayFilter, RowFilter, StrictFilterSet, WordsFilter


def counting(at: dt.datetime) -> QuerySet:
    """The public indicators that count an event which was released."""
    return Indicator.objects.released(at).filter(pk__in=PublicEvent.objects.released(at).values("counted_in"))


class EventFilter(StrictFilterSet):
    """Filters events."""

    q = WordsFilter("name_zh", "name_en", "place_zh", "place_en", "audience_zh", "audience_en", "code")
    kind = ChoiceFilter(PublicEvent.Kind.choices, "kind", label=_("kind"))
    status = ChoiceFilter(PublicEvent.Status.choices, "status", label=_("status"))
    charge = ChoiceFilter(Facility.Charge.choices, "charge", label=_("charge"))
    sector = InSector("sector")
    area = InArea("area")
    facility = RowFilter(Facility.objects.public, "facilities", field_name="facility", label=_("facility"))
    department = OfDepartment("department")
    counted_in = RowFilter(counting, "indicators", field_name="counted_in", label=_("counted in"))
    release = OfRelease()
    from_ = DayFilter(
        "last_day",
        "gte",
        label=_("from"),
        method="ends_from",
        help_text=_("Events of that day or later; of those without a date none."),
    )
    to_ = DayFilter(
        "first_day",
        "lte",
        label=_("to"),
        help_text=_("Events of that day or earlier; of those without a date none."),
    )

    def ends_from(self, qs: QuerySet, _name: str, day: dt.date) -> QuerySet:
        return qs.filter(Q(repeats_until__gte=day) | Q(repeats_until=None, last_day__gte=day))


class EventVersionFilter(EventFilter):
    """The same, with all versions if asked."""

    versions = Versions(label=_("versions"))
