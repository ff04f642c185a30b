"""Loads what lists of records show beyond a row itself, in a constant number of queries."""

import datetime as dt
from collections.abc import Iterable

from projects.detail.records import (
    Deadline,
    ReportVersion,
    WorkItemProgress,
    deadlines_of,
    newest_first,
    work_item_progress,
)
from projects.models import Milestone, ProgressReport, WorkItem


def with_items(reports: Iterable[ProgressReport], at: dt.datetime) -> list[ReportVersion]:
    """Reports with the work item that each is about, in its newest version."""
    reports = list(reports)
    of_items = {one.undertaking_id for one in reports if one.work_item}
    items = WorkItem.objects.released(at).filter(undertaking__in=of_items).order_by("released_at", "pk")
    newest = {(item.undertaking_id, item.code): item for item in items}
    return [ReportVersion(one, item=newest.get((one.undertaking_id, one.work_item))) for one in reports]


def with_progress(items: Iterable[WorkItem], at: dt.datetime) -> list[WorkItemProgress]:
    """Work items with their newest reports."""
    items = list(items)
    known = ProgressReport.objects.known_at(at).filter(undertaking__in={one.undertaking_id for one in items})
    return work_item_progress(items, newest_first(known.exclude(work_item="")))


def with_first_due(milestones: Iterable[Milestone], at: dt.datetime) -> list[Deadline]:
    """Milestones with the first due day published for each."""
    milestones = list(milestones)
    about = {one.undertaking_id for one in milestones}
    released = Milestone.objects.released(at).filter(undertaking__in=about, due__isnull=False)
    return deadlines_of(milestones, released.order_by("released_at", "pk"), at)
