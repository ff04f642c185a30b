"""The progress grid of a project: the whole and its work items, each beside its last values.

A fall, a jump or a step back is not wrong in itself: works are undone, plans change, projects are cancelled. It needs a
note.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.models import Release
from portal.records.optimistic_locking import texts_of
from portal.statistics.codes import Qualifier
from portal.web.numbers import exact, with_unit
from projects.models import ProgressReport, Stage, Undertaking, WorkItem, newest_first
from projects.models.state import GIVEN_UP, steps_of

#: The editable fields of a row, in the order of the columns.
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
#: A row with any of these is a report; a place in the document alone is none.
CONTENT = ("stage", "percent", "quantity", "note_zh", "note_en", "as_printed", "qualifier")
#: The fields whose last value is shown beside the box.
MEASURES = ("stage", "percent", "quantity")
#: The code of the row for the whole project.
WHOLE = ""


@dataclass(frozen=True)
class LastValue:
    """The newest value of a measure: the day it describes, and the release that states it."""

    value: str | Decimal
    as_at: dt.date
    release: Release
    qualifier: str = ""

    def text(self, unit: str = "") -> str:
        """A stage by its name, a number with all its digits, after its qualifier."""
        if not isinstance(self.value, Decimal):
            return str(Stage(self.value).label)
        qualifier = str(Qualifier(self.qualifier).label) if self.qualifier else ""
        return " ".join(
            filter(None, (qualifier, with_unit(exact(self.value), unit) if unit else exact(self.value)))
        )

    def __str__(self) -> str:
        """“60 (2022-05-31)”, without the qualifier."""
        value = exact(self.value) if isinstance(self.value, Decimal) else self.text()
        return dated(value, self.as_at)


def dated(text: str, day: dt.date) -> str:
    """A value with the day it describes."""
    return _("%(value)s (%(day)s)") % {"value": text, "day": day.isoformat()}


@dataclass(frozen=True)
class Row:
    """The whole (`code` is empty) or one work item: its plan, its report in the draft, its last values by measure."""

    code: str
    item: WorkItem | None = None
    draft: ProgressReport | None = None
    last: dict[str, LastValue] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.item.name if self.item else self.code

    @property
    def planned(self) -> str:
        """The planned quantity with its unit; empty where none was stated."""
        if self.item is None or self.item.planned_quantity is None:
            return ""
        number = with_unit(exact(self.item.planned_quantity), self.item.unit.symbol)
        return f"{self.item.get_qualifier_display()} {number}" if self.item.qualifier else number

    def unexplained(self, report: ProgressReport) -> Iterator[tuple[str, str]]:
        """Column and message of each change that needs a note; none where the report has one in both languages."""
        if report.note_zh and report.note_en:
            return
        yield from self._stage_change(report)
        planned = self.item.planned_quantity if self.item else None
        for measure, whole in (("percent", Decimal(100)), ("quantity", planned)):
            value, last = getattr(report, measure), self.last.get(measure)
            if value is None:
                continue
            if last and value < last.value:
                words = _("Less than before: %(last)s. If that is right, say why in the note.")
                yield measure, words % {"last": last}
            elif measure == "quantity" and whole and value > whole:
                words = _("More than the planned %(planned)s. If that is right, say why in the note.")
                yield measure, words % {"planned": exact(whole)}
            elif last and whole and (points := (value - last.value) / whole * 100) > settings.PROGRESS_JUMP:
                words = _(
                    "%(points)s percentage points more than before: %(last)s. If that is right, say how in the note."
                )
                yield measure, words % {"points": exact(points.quantize(Decimal("0.1"))), "last": last}

    def _stage_change(self, report: ProgressReport) -> Iterator[tuple[str, str]]:
        stage, last, steps = report.stage, self.last.get("stage"), steps_of(report.undertaking.kind)
        if not stage or (last and last.value == stage):
            return
        if stage in GIVEN_UP:
            yield "stage", _("Say in the note why it ends here.")
        elif last and (last.value in GIVEN_UP or steps.index(Stage(stage)) < steps.index(Stage(last.value))):
            words = _("A step back from %(last)s. If that is right, say why in the note.")
            yield "stage", words % {"last": last}


def grid_of(undertaking: Undertaking, release: Release, as_at: dt.date) -> list[Row]:
    """The rows of a project for a draft and a day; four queries, however many work items there are."""
    now = timezone.now()
    items = work_items_with(release, [undertaking.pk], now)[undertaking.pk]
    reports = ProgressReport.objects.filter(undertaking=undertaking, as_at__lte=as_at)
    reports = reports.select_related("release")
    drafted = list(reports.filter(release=release))
    drafts = {report.work_item: report for report in drafted if report.as_at == as_at}
    earlier = [report for report in drafted if report.as_at < as_at]
    last = last_values([*earlier, *reports.known_at(now)])
    codes = [WHOLE, *items, *sorted(drafts.keys() - items.keys() - {WHOLE})]
    return [Row(code, items.get(code), drafts.get(code), last.get(code, {})) for code in codes]


def work_items_with(
    release: Release, undertakings: Collection[int], now: dt.datetime
) -> dict[int, dict[str, WorkItem]]:
    """By project and code, the work items in force once the release is out; one query."""
    rows = WorkItem.objects.filter(undertaking__in=undertakings).select_related("unit", "section")
    items: dict[int, dict[str, WorkItem]] = defaultdict(dict)
    for item in (rows.filter(release=release) | rows.known_at(now)).order_by("pk"):
        if item.code not in items[item.undertaking_id] or item.release_id == release.pk:
            items[item.undertaking_id][item.code] = item
    return items


def last_values(reports: Iterable[ProgressReport]) -> dict[str, dict[str, LastValue]]:
    """By work item and measure the newest value; of two as at the same day, the one released later."""
    found: dict[str, dict[str, LastValue]] = {}
    for report in newest_first(reports):
        measures = found.setdefault(report.work_item, {})
        for measure in MEASURES:
            value = getattr(report, measure)
            if value not in (None, "") and measure not in measures:
                measures[measure] = LastValue(value, report.as_at, report.release, report.qualifier)
    return found


def as_text(report: ProgressReport | None) -> dict[str, str]:
    """The form texts of a report by column; empty texts without a report."""
    return dict.fromkeys(COLUMNS, "") if report is None else texts_of(report, COLUMNS)


def says_something(texts: dict[str, str]) -> bool:
    return any(texts.get(column) for column in CONTENT)
