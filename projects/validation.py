"""What a reviewer looks at twice in the projects of a release. Each stands in the publishing checklist as a warning.

What the database or the forms refuse is not repeated. The grid of progress asks for a note before it saves a fall or a
step back; workbooks and forms do not, and here they are told apart from what a note explains.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing.checklist import Entry, about
from portal.publishing.models import Release
from portal.web.numbers import exact
from projects.doubts import doubts, told
from projects.models import (
    FINISHED,
    Milestone,
    ProgressReport,
    Stage,
    Undertaking,
    UndertakingState,
    WorkItem,
)
from projects.models.stages import GIVEN_UP
from projects.progress_form import MEASURES, WHOLE, Last, Row, last_values, newest_first
from projects.status_history import completion_of

#: Stages that say that all of it is done.
DONE = frozenset(FINISHED) - frozenset(GIVEN_UP)
ALL = Decimal(100)


@dataclass(frozen=True)
class Told:
    """All that is known of one undertaking once the release is out: its reports here and before, its work items."""

    undertaking: Undertaking
    here: list[ProgressReport]
    before: list[ProgressReport]
    items: dict[str, WorkItem]

    def name_of(self, work_item: str) -> str:
        item = self.items.get(work_item)
        return " · ".join(filter(None, (self.undertaking.name, item.name if item else work_item)))

    def row_before(self, report: ProgressReport) -> Row:
        """What was last reported of the same part before the day of the report, in the release or earlier."""
        last = last_values(
            other
            for other in (*self.before, *self.here)
            if other.work_item == report.work_item and other.as_at < report.as_at
        )
        item = self.items.get(report.work_item)
        return Row(report.work_item, item, report, last.get(report.work_item, {}))

    @property
    def finish(self) -> ProgressReport | None:
        """The newest report of the release on the whole, if that says that it is done."""
        staged = (one for one in newest_first(self.here) if one.work_item == WHOLE and one.stage)
        newest = next(staged, None)
        return newest if newest is not None and newest.stage in DONE else None


def told_by(release: Release) -> list[Told]:
    """Of each undertaking of which the release reports; three queries, however many there are."""
    now = timezone.now()
    here, before = defaultdict(list), defaultdict(list)
    reports = ProgressReport.objects.select_related("undertaking", "release").order_by("pk")
    for report in reports.filter(release=release):
        here[report.undertaking].append(report)
    of = Q(undertaking__in=[undertaking.pk for undertaking in here])
    for report in reports.known_at(now).filter(of).exclude(release=release):
        before[report.undertaking_id].append(report)
    items: dict[int, dict[str, WorkItem]] = defaultdict(dict)
    rows = WorkItem.objects.filter(of)
    known = rows.filter(release=release) | rows.known_at(now)
    for item in known.order_by("pk"):
        if item.code not in items[item.undertaking_id] or item.release_id == release.pk:
            items[item.undertaking_id][item.code] = item
    return [Told(one, some, before[one.pk], items[one.pk]) for one, some in here.items()]


def unexplained_progress(release: Release) -> Iterator[Entry]:
    """Falls, jumps and steps back that no note explains, by the rules of the grid of progress."""
    stages, falls, jumps = [], [], []
    for one in told_by(release):
        for report in one.here:
            row = one.row_before(report)
            for column in _unexplained(one, report, row):
                value, last = getattr(report, column), row.last.get(column)
                fell = column != "stage" and last is not None and value < last.value
                rows = stages if column == "stage" else falls if fell else jumps
                rows.append(_beside(one.name_of(report.work_item), value, last))
    yield from about(stages, _("Stages that step back or end without a note that says why: %(rows)s."))
    yield from about(falls, _("Progress below the last report without a note that says why: %(rows)s."))
    yield from about(
        jumps, _("Progress that jumps, or exceeds the plan, without a note that says how: %(rows)s.")
    )


def _unexplained(one: Told, report: ProgressReport, row: Row) -> list[str]:
    if report.note_zh and report.note_en:
        return []
    values = {measure: getattr(report, measure) for measure in MEASURES}
    return [column for column, _words in doubts(row, one.undertaking.kind, **values)]


def _beside(name: str, value: str | Decimal, last: Last | None) -> str:
    """What is reported now and what was before: “Ring road: 40, before 60 (2022-05-31)”."""
    now = exact(value) if isinstance(value, Decimal) else str(Stage(value).label)
    if last is None:
        return _("%(name)s: %(now)s") % {"name": name, "now": now}
    return _("%(name)s: %(now)s, before %(last)s") % {"name": name, "now": now, "last": told(last)}


def unfinished_parts(release: Release) -> Iterator[Entry]:
    """Reported as done, though work items, projects of the programme or its own percentage say otherwise."""
    finished = [one for one in told_by(release) if one.finish]
    rows = [f"{name} {exact(part)}%" for one in finished for name, part in _less(one)]
    programmes = [one.undertaking.pk for one in finished if one.undertaking.is_programme]
    open_parts = UndertakingState.objects.known_at(timezone.now()).filter(
        undertaking__programme__in=programmes, is_finished=False
    )
    rest = open_parts.exclude(undertaking__in=[one.undertaking.pk for one in finished])
    rows += [state.undertaking.name for state in rest.select_related("undertaking").order_by("undertaking")]
    yield from about(rows, _("Reported as finished, though these parts are not: %(rows)s."))


def _less(one: Told) -> Iterator[tuple[str, Decimal]]:
    """The parts that are not wholly done by their newest report, by name; the whole by what is said with its end."""
    newest = newest_first([*one.here, *one.before])
    if one.finish.percent is not None and one.finish.percent < ALL:
        yield one.name_of(WHOLE), one.finish.percent
    for code, item in one.items.items():
        done = completion_of(item, newest)
        if done is not None and done < ALL:
            yield one.name_of(code), done.quantize(Decimal("0.1"))


def days_to_come(release: Release) -> Iterator[Entry]:
    """Progress as at a day, or a milestone met on one, that is after the release."""
    day = release.published_on or timezone.localdate(release.released_at)
    reports = ProgressReport.objects.filter(release=release, as_at__gt=day).select_related("undertaking")
    met = Milestone.objects.filter(release=release, met_on__gt=day).select_related("undertaking")
    yield from about(
        [*_dated(reports.order_by("pk"), "as_at"), *_dated(met.order_by("pk"), "met_on")],
        _("Told of a day after the release: %(rows)s."),
    )


def _dated(rows: Iterable[ProgressReport | Milestone], column: str) -> Iterator[str]:
    for row in rows:
        day: dt.date = getattr(row, column)
        name = row.undertaking.name if column == "as_at" else str(row)
        yield _("%(name)s: %(now)s") % {"name": name, "now": day.isoformat()}


RELEASE_WARNINGS = [unexplained_progress, unfinished_parts, days_to_come]
