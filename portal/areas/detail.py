"""Days on which the extent of an area changed: merged into another, split, or another taken in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from portal.areas.models import Area

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class ExtentChange:
    """One such day of an area.

    It became part of the `others`, or these, or a part of them, became part of it.
    """

    day: dt.date
    area: Area
    others: Sequence[Area]
    is_end: bool
    in_part: bool = False

    @property
    def text(self) -> str:
        """“泊于镇 was merged into 崮山镇”"""
        others = str(_(" and ")).join(other.name for other in self.others)
        names = {"area": self.area.name, "others": others}
        if not self.is_end:
            words = (
                _("Part of %(others)s became part of %(area)s")
                if self.in_part
                else _("%(others)s became part of %(area)s")
            )
            return words % names
        return (
            _("%(area)s was split into %(others)s")
            if self.in_part
            else _("%(area)s was merged into %(others)s")
        ) % names


def extent_changes(area: Area) -> list[ExtentChange]:
    """Those of one area by day, its end last; three queries at most."""
    prefetch_related_objects([area], "predecessors__successors", "successors")
    found = [
        ExtentChange(
            former.last_day + DAY, area, [former], is_end=False, in_part=len(former.successors.all()) > 1
        )
        for former in area.predecessors_by_code
        if former.last_day
    ]
    found.sort(key=lambda one: one.day)
    if area.last_day and (successors := area.successors_by_code):
        end = ExtentChange(area.last_day + DAY, area, successors, is_end=True, in_part=len(successors) > 1)
        found.append(end)
    return found


def breaks_between(area: Area, days: Iterable[dt.date]) -> list[ExtentChange]:
    """Those that lie between these days: on or before some and after others. No query if the area has none."""
    days = list(days)
    if not area.breaks or not days:
        return []
    return [one for one in extent_changes(area) if min(days) < one.day <= max(days) and not one.is_end]
