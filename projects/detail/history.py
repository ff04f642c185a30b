"""Every report that was ever released of an undertaking, and what became of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.publishing.models import Release
from projects.models import ProgressReport, WorkItem


@dataclass(frozen=True)
class Version:
    """A released report: in force, replaced by a later release, or withdrawn with its own. No item: of the whole."""

    report: ProgressReport
    item: WorkItem | None
    ended_at: dt.datetime | None = None
    successor: Release | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and self.successor is None


def versions_of(
    reports: Iterable[ProgressReport], items: Mapping[str, WorkItem], at: dt.datetime
) -> list[Version]:
    """All reports released by then, those of the latest day first, and of one day and item the newest release first."""
    ordered = sorted(reports, key=lambda one: one.released_at, reverse=True)
    later: dict[tuple, ProgressReport] = {}
    versions = []
    for report in ordered:
        key = report.work_item, report.as_at
        versions.append(_version(report, items.get(report.work_item), later.get(key), at))
        later[key] = report
    versions.sort(key=lambda one: (one.item.pk if one.item else 0, one.report.work_item))
    return sorted(versions, key=lambda one: one.report.as_at, reverse=True)


def _version(
    report: ProgressReport, item: WorkItem | None, later: ProgressReport | None, at: dt.datetime
) -> Version:
    """What became of a report by then, given the version that came after it."""
    ended = report.superseded_at if report.superseded_at and report.superseded_at <= at else None
    replaced = ended is not None and later is not None and later.released_at == ended
    return Version(report, item, ended, later.release if replaced else None)
