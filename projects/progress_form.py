"""The progress of a project on a day as a grid: the whole and its work items, each beside what was last reported."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.optimistic_locking import texts_of
from portal.web.numbers import exact
from projects.models import ProgressReport, Stage, Undertaking, WorkItem
from projects.models.state import GIVEN_UP, steps_of

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


Doubt = tuple[str, str]
ALL = Decimal(100)


def doubts(
    row: Row, kind: str, *, stage: str, percent: Decimal | None, quantity: Decimal | None
) -> Iterator[Doubt]:
    """Column and words of everything that a note has to explain in what is about to be reported of a row."""
    yield from _of_stage(stage, row.last.get("stage"), kind)
    if percent is not None:
        yield from _of_percent(percent, row.last.get("percent"))
    if quantity is not None:
        planned = row.item.planned_quantity if row.item else None
        yield from _of_quantity(quantity, row.last.get("quantity"), planned)


def _of_stage(stage: str, last: Last | None, kind: str) -> Iterator[Doubt]:
    if not stage or (last and last.value == stage):
        return
    steps = steps_of(kind)
    if stage in GIVEN_UP:
        yield "stage", _("Say in the note why it ends here.")
    elif last and (last.value in GIVEN_UP or steps.index(Stage(stage)) < steps.index(Stage(last.value))):
        yield (
            "stage",
            _("A step back from %(last)s. If that is right, say why in the note.") % {"last": told(last)},
        )


def _of_percent(percent: Decimal, last: Last | None) -> Iterator[Doubt]:
    if last and percent < last.value:
        yield "percent", less_than(last)
    elif last and percent - last.value > settings.PROGRESS_JUMP:
        yield "percent", jump_from(last, percent - last.value)


def _of_quantity(quantity: Decimal, last: Last | None, planned: Decimal | None) -> Iterator[Doubt]:
    if last and quantity < last.value:
        yield "quantity", less_than(last)
    elif planned and quantity > planned:
        more = _("More than the planned %(planned)s. If that is right, say why in the note.")
        yield "quantity", more % {"planned": exact(planned)}
    elif last and planned and (points := (quantity - last.value) / planned * ALL) > settings.PROGRESS_JUMP:
        yield "quantity", jump_from(last, points)


def less_than(last: Last) -> str:
    return _("Less than before: %(last)s. If that is right, say why in the note.") % {"last": told(last)}


def jump_from(last: Last, points: Decimal) -> str:
    """More percentage points at once than are usual."""
    words = _(
        "%(points)s percentage points more than before: %(last)s. If that is right, say how in the note."
    )
    return words % {"points": exact(points.quantize(Decimal("0.1"))), "last": told(last)}


def told(last: Last) -> str:
    """What was last reported, and as at which day: “60 (2022-05-31)”."""
    value = exact(last.value) if isinstance(last.value, Decimal) else Stage(last.value).label
    return dated(value, last.as_at)


def dated(value: str, day: dt.date) -> str:
    """A value with the day that it is of."""
    return _("%(value)s (%(day)s)") % {"value": value, "day": day.isoformat()}
