"""Milestones against the first day for which they were announced."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from projects.models import Milestone


@dataclass(frozen=True)
class Deadline:
    """A milestone as known on a day; `first_due` is the first day ever published for it."""

    milestone: Milestone
    first_due: dt.date | None
    day: dt.date

    @property
    def slip(self) -> int | None:
        """Days from the first announced day to that on which it was met or is now due; None where one is not known."""
        reached = self.milestone.met_on if self.milestone.is_met else self.milestone.due
        if reached is None or self.first_due is None:
            return None
        return (reached - self.first_due).days

    @property
    def slip_so_far(self) -> int:
        """Days since the first announced day, of a milestone that is late."""
        return (self.day - self.first_due).days if self.days_late and self.first_due else 0

    @property
    def size_of_slip(self) -> int:
        return abs(self.slip or 0)

    @property
    def days_late(self) -> int:
        """Days since it was due without being met; 0 where it is met, not due yet, or no day was stated."""
        if self.milestone.is_met or self.milestone.due is None:
            return 0
        return max((self.day - self.milestone.due).days, 0)

    @property
    def was_moved(self) -> bool:
        return self.first_due is not None and self.first_due != self.milestone.due


def deadlines_of(released: Iterable[Milestone], at: dt.datetime, day: dt.date) -> list[Deadline]:
    """Those in force at that time, by their days; `released` are all versions that were public by then."""
    versions = sorted(released, key=lambda one: (one.released_at, one.pk))
    first: dict[str, dt.date] = {}
    for one in versions:
        if one.due:
            first.setdefault(one.code, one.due)
    known = [one for one in versions if one.superseded_at is None or one.superseded_at > at]
    known.sort(key=lambda one: (one.due is None and one.met_on is None, one.met_on or one.due or day, one.pk))
    return [Deadline(one, first.get(one.code), day) for one in known]
