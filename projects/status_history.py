"""Status history: the state of a project through time, derived from its released records and stored for filters.

Only this module and `projects.steps` decide which stage, percentage and due date follow from the records known at a
time.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.publishing.models import Release, ReleasedRecord, RowWithdrawal
from portal.publishing.models.release_queries import day_stated
from portal.publishing.models.released import kinds_in
from portal.statistics.codes import Qualifier
from portal.statistics.sums import BELOW, weakest
from projects.models import (
    ABOUT_UNDERTAKINGS,
    FINISHED,
    Milestone,
    ProgressReport,
    Undertaking,
    UndertakingState,
    WorkItem,
    newest_first,
)
from projects.steps import day_of, deciding, stage_of, steps_at

ALL = Decimal(100)
#: The step of stored percentages.
STEP = Decimal("0.0001")
FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Progress:
    """The progress of a whole project as at a day: stage and percentage, if known, and whether that was computed."""

    stage: str = ""
    percent: Decimal | None = None
    is_computed: bool = False
    as_at: dt.date | None = None
    qualifier: str = ""

    @property
    def is_finished(self) -> bool:
        return self.stage in FINISHED


def progress_of(
    items: Collection[WorkItem],
    reports: Collection[ProgressReport],
    milestones: Collection[Milestone] = (),
    kind: str = Undertaking.Kind.PROJECT,
) -> Progress:
    """The progress that follows from the work items, reports and milestones known at a time.

    The newest report that names a stage decides the stage, or a milestone met since; the newest with a percentage
    decides that, unless the end has been reported since. If every work item has a weight and a completion, the
    percentage is computed from them; it is never computed from a part.
    """
    ordered = newest_first(reports)
    whole = [report for report in ordered if not report.work_item]
    decides = deciding(whole, milestones, kind)
    counted = next((report for report in whole if report.percent is not None), None)
    computed = weighted_completion(items, ordered)
    percent = computed if computed is not None else counted and counted.percent
    stage = stage_of(decides, kind)
    if stage in FINISHED and computed is None and counted and counted.as_at < day_of(decides):
        percent = None
    qualifier = counted.qualifier if counted and percent is not None else ""
    if computed is not None:
        qualifier = weakest({qualifier_of_completion(item, ordered) for item in items} - {""})
    return Progress(stage, percent, computed is not None, ordered[0].as_at if ordered else None, qualifier)


def weighted_completion(items: Collection[WorkItem], ordered: Collection[ProgressReport]) -> Decimal | None:
    """Per cent done by the declared weights; None unless each work item has a weight and a known completion."""
    if not items or any(item.weight is None for item in items):
        return None
    done = [completion_of(item, ordered) for item in items]
    if any(percent is None for percent in done):
        return None
    weights = sum(item.weight for item in items)
    weighted = sum(item.weight * percent for item, percent in zip(items, done, strict=True))
    share = weighted / weights
    if share in {0, ALL}:
        return share.quantize(STEP)
    return min(max(share.quantize(STEP), STEP), ALL - STEP)  # neither 0 nor 100


def completion_of(item: WorkItem, ordered: Collection[ProgressReport]) -> Decimal | None:
    """Per cent done of a work item by its newest report: as stated, or quantity done over planned; 100 at most."""
    for report in ordered:
        if report.work_item != item.code:
            continue
        if report.percent is not None:
            return report.percent
        if report.quantity is not None and item.planned_quantity:
            return min(report.quantity / item.planned_quantity, Decimal(1)) * 100
    return None


def qualifier_of_completion(item: WorkItem, ordered: Collection[ProgressReport]) -> str:
    """The qualifier of `completion_of`; that of a quotient is “about” if what was planned is rough."""
    stated = (one for one in ordered if one.work_item == item.code)
    report = next((one for one in stated if one.percent is not None or one.quantity is not None), None)
    if report is None:
        return ""
    if report.percent is None and item.qualifier:
        return Qualifier.ABOUT
    is_all = completion_of(item, [report]) == ALL
    return "" if is_all and report.qualifier in BELOW else report.qualifier


def due_of(milestones: Collection[Milestone]) -> dt.date | None:
    """The first due day of a completion or handover that has not been met."""
    open_ends = (m.due for m in milestones if m.kind in Milestone.ENDS and not m.is_met and m.due)
    return min(open_ends, default=None)


def states_of(
    records: Collection[ReleasedRecord], kind: str = Undertaking.Kind.PROJECT
) -> Iterator[UndertakingState]:
    """The states of one project of that kind through time; each lasts as long as the same records were known.

    Each record has its `day`: `day_stated` of its release.
    """
    times = {record.released_at for record in records}
    times |= {record.superseded_at or FAR for record in records}
    for start, end in pairwise(sorted(times)):
        known = [record for record in records if record.is_known_at(start)]
        if not known:
            continue
        items, reports, milestones = (
            [record for record in known if isinstance(record, model)]
            for model in (WorkItem, ProgressReport, Milestone)
        )
        progress = progress_of(items, reports, milestones, kind)
        whole = [report for report in newest_first(reports) if not report.work_item]
        yield UndertakingState(
            undertaking_id=known[0].undertaking_id,
            known_from=start,
            known_until=None if end == FAR else end,
            stage=progress.stage,
            percent=progress.percent,
            qualifier=progress.qualifier,
            is_computed=progress.is_computed,
            as_at=progress.as_at,
            is_finished=progress.is_finished,
            reported_at=max(record.released_at for record in known),
            reported_on=max(record.day for record in known),
            due=due_of(milestones),
            steps=[step.as_json for step in steps_at(whole, milestones, kind)],
        )


def rebuild(undertakings: Collection[int]) -> None:
    """Rebuild the states of these projects from their approved records."""
    records: dict[int, list[ReleasedRecord]] = defaultdict(list)
    for model in ABOUT_UNDERTAKINGS:
        rows = model.objects.approved().filter(undertaking__in=undertakings)
        for record in rows.annotate(day=day_stated("release__")):
            records[record.undertaking_id].append(record)
    kinds = dict(Undertaking.objects.filter(pk__in=records).values_list("pk", "kind"))
    UndertakingState.objects.filter(undertaking__in=undertakings).delete()
    UndertakingState.objects.bulk_create(
        (state for pk, found in records.items() for state in states_of(found, kinds[pk])), batch_size=2000
    )


def rebuild_after(release: Release) -> None:
    """Rebuild the states of every project in the release, whose validity ranges have changed."""
    touched: set[int] = set()
    withdrawn: dict[str, set[int]] = defaultdict(set)
    for table, row in RowWithdrawal.objects.filter(release=release).values_list("record", "row_id"):
        withdrawn[table].add(row)
    for model in ABOUT_UNDERTAKINGS:
        rows = model.objects.filter(pk__in=withdrawn[model._meta.db_table])
        touched.update(rows.order_by().values_list("undertaking", flat=True))
    for model in kinds_in(release, ABOUT_UNDERTAKINGS):
        touched.update(model.objects.filter(release=release).order_by().values_list("undertaking", flat=True))
    if touched:
        rebuild(touched)
