"""A facility with its hours, whether it is open now, and the nearest ones of its kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.areas.models import Area, above
from portal.facilities.hours import WEEKDAYS, DayHours, OpenNow, open_now, regular_week, week_from
from portal.facilities.models import Facility
from portal.records.description_changes import DescriptionChange, changes_of
from portal.web.as_of import Moment

#: Types at schema.org, by kind.
SCHEMA_TYPES = {
    Facility.Kind.POLICE_POST: "PoliceStation",
    Facility.Kind.CLINIC: "MedicalClinic",
    Facility.Kind.HOSPITAL: "Hospital",
    Facility.Kind.VENUE: "CivicStructure",
    Facility.Kind.SCHOOL: "School",
    Facility.Kind.PARK: "Park",
    Facility.Kind.GARDEN: "Park",
    Facility.Kind.SERVICE_WINDOW: "GovernmentOffice",
    Facility.Kind.HOTLINE: "GovernmentOrganization",
}
#: Facilities of the same kind that a page names.
NEAREST = 5


def open_state(facility: Facility, moment: Moment) -> OpenNow | None:
    """Whether it is open now; None in the past and without opening hours. The answer holds until that changes."""
    if moment.clock is None or not facility.opening_hours:
        return None
    state = open_now(facility.opening_hours, moment.clock.now)
    moment.clock.holds_until(state.holds_until)
    return state


def attach_open_states(facilities: Iterable[Facility], moment: Moment) -> list[Facility]:
    """The facilities, each with `open_state`."""
    facilities = list(facilities)
    for facility in facilities:
        facility.open_state = open_state(facility, moment)
    return facilities


@dataclass(frozen=True, kw_only=True)
class FacilityDetail:
    """One facility. `nearest`: others of its kind, in its own area first, then in each wider one."""

    facility: Facility
    open_state: OpenNow | None
    days: Sequence[DayHours]
    above: Sequence[Area]
    nearest: Sequence[Facility]
    description_changes: Sequence[DescriptionChange]

    @classmethod
    def at(cls, code: str, moment: Moment) -> Self:
        """The facility with that code. Raises Http404 unless it is public."""
        rows = Facility.objects.public(moment.at).for_list()
        facility = get_object_or_404(
            rows.select_related("area__parent__parent__parent__parent", "department", "sector", "release"),
            code=code,
        )
        hours = facility.opening_hours
        return cls(
            facility=facility,
            open_state=open_state(facility, moment),
            days=week_from(hours, moment.day) if hours else (),
            above=above(facility.area),
            nearest=nearest(facility, moment),
            description_changes=changes_of(facility, moment.at),
        )

    @property
    def is_visited(self) -> bool:
        """Whether there is a place to go to; a hotline has none."""
        return self.facility.kind != Facility.Kind.HOTLINE

    @property
    def schema_type(self) -> str:
        """Its type at schema.org."""
        return SCHEMA_TYPES.get(self.facility.kind, "Place")

    @property
    def schema_hours(self) -> list[str]:
        """Its regular hours as schema.org writes them: “Mo 08:30-12:00”."""
        week = regular_week(self.facility.opening_hours) if self.facility.opening_hours else None
        return [f"{day} {span}" for day, spans in (week or {}).items() if day in WEEKDAYS for span in spans]

    @property
    def nearest_codes(self) -> list[str]:
        return [one.code for one in self.nearest]


def nearest(facility: Facility, moment: Moment) -> list[Facility]:
    """Others of its kind: those in its own area, then those in the area around it, until there are enough."""
    others = Facility.objects.public(moment.at).filter(kind=facility.kind).exclude(pk=facility.pk).for_list()
    found: dict[int, Facility] = {}
    for area in (facility.area, *reversed(above(facility.area))):
        inside = Area.objects.within(area.code).values("pk")
        for other in others.filter(area__in=inside).exclude(pk__in=found)[: NEAREST - len(found)]:
            found[other.pk] = other
        if len(found) == NEAREST:
            break
    return list(found.values())


def area_instead(code: str) -> Area:
    """The area that a former facility of that code is: a road or an estate. Raises Http404 if there is none."""
    area = Area.objects.that_was_facility(code).first()
    if area is None:
        raise Http404
    return area
