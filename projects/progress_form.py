"""The progress of a project on a day as a grid: the whole and its work items, each beside what was last reported."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from portal.publishing.models import Release
from portal.records.optimistic_locking import texts_of
from projects.models import ProgressReport, Undertaking, WorkItem

#: What can be entered of a row, in the order of the columns.
COLUMNS = (
    "stage",
    "percent",
    "quantity",
    "qualifier",
    "note_zh",
    "note_en",
    "section",
    "paragraph",
    "as_printed",
)
#: What makes a row one that says something; a place in the document alone says nothing.
SAYING = ("stage", "percent", "quantity", "note_zh", "note_en", "as_printed", "qualifier")
#: What is shown beside its box as it was last reported.
MEASURES = ("stage", "percent", "quantity")

WHOLE = ""


@dataclass(frozen=True)
class Last:
    """The newest report that gives a measure: the value, the day it is of, and the release that states it."""

    value: str | Decimal
    as_at: dt.date
    release: Release
    qualifier: str = ""


@dataclass(frozen=True)
class Row:
    """The whole (`code` is empty) or one work item: as planned, as the draft has it, as it was last reported."""

    code: str
    item: WorkItem | None = None
    draft: ProgressReport | None = None
    last: dict[str, Last] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.item.name if self.item else self.code


def grid_of(undertaking: Undertaking, release: Release, as_at: dt.date) -> list[Row]:
    """The rows of a project for a draft and a day; four queries, however many work items there are."""
    now = timezone.now()
    items = _items(undertaking, release, now)
    reports = ProgressReport.objects.filter(undertaking=undertaking, as_at__lte=as_at).select_related(
        "release"
    )
    drafted = list(reports.filter(release=release))
    drafts = {report.work_item: report for report in drafted if report.as_at == as_at}
    earlier = [report for report in drafted if report.as_at < as_at]
    last = last_values([*earlier, *reports.known_at(now)])
    codes = [WHOLE, *items, *sorted(drafts.keys() - items.keys() - {WHOLE})]
    return [Row(code, items.get(code), drafts.get(code), last.get(code, {})) for code in codes]


def _items(undertaking: Undertaking, release: Release, now: dt.datetime) -> dict[str, WorkItem]:
    """The work items in force, and those of the draft in their place or after them, by code."""
    rows = WorkItem.objects.filter(undertaking=undertaking).select_related("unit", "section")
    known = rows.filter(release=release) | rows.known_at(now)
    items: dict[str, WorkItem] = {}
    for item in known.order_by("pk"):
        if item.code not in items or item.release_id == release.pk:
            items[item.code] = item
    return items


def last_values(reports: Iterable[ProgressReport]) -> dict[str, dict[str, Last]]:
    """By work item and measure the newest value; of two as at the same day the one that was released later."""
    found: dict[str, dict[str, Last]] = {}
    for report in newest_first(reports):
        measures = found.setdefault(report.work_item, {})
        for measure in MEASURES:
            value = getattr(report, measure)
            if value not in (None, "") and measure not in measures:
                measures[measure] = Last(value, report.as_at, report.release, report.qualifier)
    return found


def newest_first(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """A draft counts as later than what has been released."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(reports, key=lambda report: (report.as_at, report.released_at or far), reverse=True)


def as_text(report: ProgressReport | None) -> dict[str, str]:
    """What a report holds in each column, as a form says it; empty texts where there is none."""
    if report is None:
        return dict.fromkeys(COLUMNS, "")
    return texts_of(report, COLUMNS)


def says_something(texts: dict[str, str]) -> bool:
    return any(texts.get(column) for column in SAYING)


def changed_columns(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    return (column for column in COLUMNS if before.get(column, "") != after.get(column, ""))
