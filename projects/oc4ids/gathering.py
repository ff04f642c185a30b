"""What was in force about some projects, fetched for all of them by a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.models import ReleasedRecord
from projects.api.attaching import attach_deadlines
from projects.models import (
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectDocument,
    Undertaking,
    UndertakingState,
    WorkItem,
)

#: Kind of record → what is read of it besides the row.
KINDS = {
    ProgressReport: ("release",),
    WorkItem: ("release", "unit"),
    Funding: ("release",),
    Milestone: ("release",),
    Benefit: ("release", "unit"),
    ProjectDocument: ("release", "attachment"),
}


@dataclass(frozen=True)
class Project:
    """A project as it stood: its state and every record in force, each kind in the order of the documents."""

    undertaking: Undertaking
    state: UndertakingState
    predecessor: Undertaking | None
    records: dict[type, list[ReleasedRecord]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: type) -> list:
        return self.records[kind]


def gather(states: Iterable[UndertakingState], at: dt.datetime) -> Iterator[Project]:
    """The projects of states, in their order; milestones have their `deadline`."""
    states = list(states)
    records: dict[int, dict[type, list]] = defaultdict(lambda: defaultdict(list))
    for kind, related in KINDS.items():
        known = kind.objects.known_at(at).filter(undertaking__in=[one.undertaking_id for one in states])
        rows = known.select_related(*related).order_by("pk")
        for row in attach_deadlines(rows, at) if kind is Milestone else rows:
            records[row.undertaking_id][kind].append(row)
    before = Undertaking.objects.exclude(kind=Undertaking.Kind.PROGRAMME).released(at)
    before = before.select_related("category").in_bulk({one.undertaking.predecessor_id for one in states})
    for one in states:
        predecessor = before.get(one.undertaking.predecessor_id)
        yield Project(one.undertaking, one, predecessor, records[one.undertaking_id])
