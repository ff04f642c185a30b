"""What was in force about some projects, fetched for all of them by a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from portal.publishing.models import Attachment, Release, ReleasedRecord
from portal.statistics.models import Unit
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

KINDS = (ProgressReport, WorkItem, Funding, Milestone, Benefit, ProjectDocument)
#: What many records have in common, by the name of the relation: read once for all of them.
COMMON = {"release": Release, "unit": Unit, "attachment": Attachment}


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
    rows = [row for kind in KINDS for row in _known(kind, states, at)]
    attach_deadlines((row for row in rows if isinstance(row, Milestone)), at)
    _attach_common(rows)
    for row in rows:
        records[row.undertaking_id][type(row)].append(row)
    before = Undertaking.objects.exclude(kind=Undertaking.Kind.PROGRAMME).released(at)
    before = before.select_related("category").in_bulk({one.undertaking.predecessor_id for one in states})
    for one in states:
        predecessor = before.get(one.undertaking.predecessor_id)
        yield Project(one.undertaking, one, predecessor, records[one.undertaking_id])


def _known(kind: type[ReleasedRecord], states: list[UndertakingState], at: dt.datetime) -> QuerySet:
    about = [one.undertaking_id for one in states]
    return kind.objects.known_at(at).filter(undertaking__in=about).order_by("pk")


def _attach_common(rows: list[ReleasedRecord]) -> None:
    """Each row's release, unit and attachment; three queries."""
    for name, model in COMMON.items():
        column = f"{name}_id"
        with_one = [row for row in rows if getattr(row, column, None) is not None]
        found = model.objects.in_bulk({getattr(row, column) for row in with_one})
        for row in with_one:
            setattr(row, name, found[getattr(row, column)])
