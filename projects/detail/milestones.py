"""Milestones against the first day for which they were announced."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from projects.models import Milestone


@dataclass(frozen=True)
class Deadline:
    """A milestone as known on a day; `first_due` is the first day ever published for it.

    It is late only where a release said so after the day it was due; before that nobody knows.
    """

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
        """Days from the first announced day to the last word about it, of a milestone that is late."""
        moved = (self.milestone.due - self.first_due).days if self.days_late and self.first_due else 0
        return self.days_late + moved

    @property
    def size_of_slip(self) -> int:
        return abs(self.slip or 0)

    @property
    def days_late(self) -> int:
        """By how many days it was late when it was last stated; 0 where it is met or not known to be late."""
        if self.milestone.is_met or self.milestone.due is None:
            return 0
        return max((timezone.localdate(self.milestone.released_at) - self.milestone.due).days, 0)

    @property
    def fell_due_unheard(self) -> bool:
        """Whether its day has passed and no release since has said a word about it."""
        due = self.milestone.due
        return not self.milestone.is_met and due is not None and due < self.day and not self.days_late

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
